import type { PurchaseFigures } from '@app/domain';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListFilter } from '../../parts/selection';
import { httpClient } from '../../providers/httpClient';

/** What the purchases that match a filter of the list come to. */
export const usePurchaseFigures = (filter: ListFilter) =>
  useQuery({
    queryKey: ['purchases', 'figures', filter],
    queryFn: async ({ signal }) =>
      (await httpClient(`/api/purchases/figures?${new URLSearchParams({ filter: JSON.stringify(filter) })}`, { signal }))
        .json as PurchaseFigures,
    placeholderData: keepPreviousData,
  });
