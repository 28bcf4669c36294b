// Jest cannot require() ES modules before Node 24.9 and every @nestjs/* 12 package is one, so tests run as CommonJS:
// our TypeScript through @swc/jest, ES modules of node_modules through scripts/jest-esm-to-cjs.cjs.
const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
};

const project = {
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off' }, // typeorm keeps its metadata on the global object
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  moduleNameMapper: { '^@app/domain$': '<rootDir>/libs/domain/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc], '\\.m?js$': '<rootDir>/scripts/jest-esm-to-cjs.cjs' },
  transformIgnorePatterns: [],
  cacheDirectory: '<rootDir>/.jest-cache',
};

/** @type {import('jest').Config} */
export default {
  testTimeout: 60_000,
  projects: [
    { ...project, displayName: 'domain', testMatch: ['<rootDir>/libs/domain/**/*.spec.ts'] }, // needs no service: npm run check
    {
      ...project,
      displayName: 'system',
      testMatch: ['<rootDir>/{apps,libs/sdk}/**/*.spec.ts'],
      globalSetup: '<rootDir>/apps/api/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/apps/api/test/support/global-teardown.mjs',
    },
  ],
};
