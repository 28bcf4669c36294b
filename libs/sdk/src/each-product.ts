import type { Client } from './client.js';
import { listProducts } from './generated/sdk.gen.js';
import type { ListProductsData, Product } from './generated/types.gen.js';

const perPage = 1_000;

/** What the products must have in common; `sort` is the order in which they come. */
export type ProductFilter = Omit<NonNullable<ListProductsData['query']>, 'range' | 'page' | 'perPage' | 'embed' | 'after'> & {
  [attribute: `attributes.${string}`]: string;
};

/** Every product that a filter lets through, page after page as they are taken. */
export async function* eachProduct(
  client: Client,
  filter: ProductFilter = {},
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<Product, void> {
  let query: Record<string, string> | undefined = { ...filter, perPage: String(perPage) };
  while (query) {
    const { data, response }: { data: Product[]; response: Response } = await listProducts({ client, query, signal: options.signal });
    yield* data;
    query = nextOf(response);
  }
}

/** The query of the next page, as the answer links it (RFC 8288). */
function nextOf(response: Response): Record<string, string> | undefined {
  const next = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(response.headers.get('Link') ?? '')?.[1];
  return next === undefined ? undefined : Object.fromEntries(new URL(next, 'http://localhost').searchParams);
}
