import type { Listed } from '../parts/selection';
import { httpClient } from '../providers/httpClient';
import { sayFilter } from './filterWords';

export const listedProducts: Listed = {
  resource: 'products',
  one: 'product',
  many: 'products',
  everything: 'The whole catalogue',
  isImportable: true,
  say: sayFilter,
  count: async (filter) =>
    (await httpClient(`/api/products/count?${new URLSearchParams({ filter: JSON.stringify(filter) })}`)).json.count as number,
};
