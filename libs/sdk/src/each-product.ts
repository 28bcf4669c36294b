import type { Client } from './client.js';
import { listProducts } from './generated/sdk.gen.js';
import type { ListProductsData, Product } from './generated/types.gen.js';

const perPage = 1_000;

/** What the products must have in common; `sort` is the order in which they come. */
export type ProductFilter = Omit<NonNullable<ListProductsData['query']>, 'range' | 'page' | 'perPage' | 'embed' | 'after'>;

/** Every product that a filter lets through, page after page as they are taken. */
export async function* eachProduct(
  client: Client,
  filter: ProductFilter = {},
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<Product, void> {
  let query: Record<string, string> = { ...filter, perPage: String(perPage) };
  for (let page = 2; ; page++) {
    const { data, response } = await listProducts({ client, query, signal: options.signal });
    yield* data;
    if (data.length < perPage) return;
    query = nextOf(response) ?? { ...filter, perPage: String(perPage), page: String(page) };
  }
}

/** The query of the next page, as the answer links it (RFC 8288). */
function nextOf(response: Response): Record<string, string> | undefined {
  const next = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(response.headers.get('Link') ?? '')?.[1];
  return next === undefined ? undefined : Object.fromEntries(new URL(next, 'http://localhost').searchParams);
}
