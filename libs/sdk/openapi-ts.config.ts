import { defineConfig } from '@hey-api/openapi-ts';

/** The client in src/generated, made from the contract by `npm run generate`. Other names for the same routes are left out. */
export default defineConfig({
  input: '../../openapi.json',
  output: { path: 'src/generated', module: { extension: '.js' } },
  parser: { filters: { tags: { exclude: ['aliases'] } } },
  plugins: [{ name: '@hey-api/client-fetch', throwOnError: true }, '@hey-api/typescript', '@hey-api/sdk'],
});
