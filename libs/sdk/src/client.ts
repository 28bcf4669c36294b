import { createClient as createGeneratedClient, createConfig, type Client } from './generated/client/index.js';
import { refusal } from './problem-error.js';

export type { Client };

/** Where the server is, and the API key that says who calls. In a browser that is signed in no key is needed: the cookie goes along. */
export interface ClientSettings {
  /** Such as `https://importer.example`, without `/api`. */
  baseUrl: string;
  apiKey?: string;
}

/**
 * What every function of this package takes as its `client`. Whatever the server refuses is thrown as `ProblemError`; when it cannot be
 * reached at all, what `fetch` throws comes through.
 */
export function createClient({ baseUrl, apiKey }: ClientSettings): Client {
  const client = createGeneratedClient(
    createConfig({
      baseUrl: baseUrl.replace(/\/$/, ''),
      auth: ({ scheme }) => (scheme === 'bearer' ? apiKey : undefined),
      throwOnError: true,
    }),
  );
  client.interceptors.error.use((error, response) => (response ? refusal(error, response) : error));
  return client;
}
