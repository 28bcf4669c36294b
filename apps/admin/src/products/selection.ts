import { useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';
import type { ProductFilter } from './filterWords';

/** Which products something is done with: those ticked, or everything that matches a filter, whether shown or not. */
export type Selection = { ids: number[] } | { filter: ProductFilter };

export const filterOf = (selection: Selection): ProductFilter => ('ids' in selection ? { id: selection.ids } : selection.filter);

/** How many products those are, exactly and now. */
export const useExactCount = (selection: Selection, enabled = true) => {
  const filter = JSON.stringify(filterOf(selection));
  return useQuery({
    queryKey: ['products', 'count', filter],
    queryFn: async () => (await httpClient(`/api/products/count?${new URLSearchParams({ filter })}`)).json.count as number,
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
};
