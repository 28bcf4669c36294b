import { useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';

/** What a list is filtered by, as the API takes it: field to value. */
export type ListFilter = Record<string, unknown>;

/** A sort of thing that is listed, for the parts that filter, count and export any of them. */
export interface Listed {
  resource: string;
  one: string;
  many: string;
  /** All of them together, such as "The whole catalogue". */
  everything: string;
  /** An exported CSV of them can be imported again. */
  isImportable: boolean;
  /** One filter in words, such as “Name contains mug”. */
  say: (field: string, value: unknown) => string;
  /** How many match, exactly and now. */
  count: (filter: ListFilter) => Promise<number>;
}

/** Which of them something is done with: those ticked, or everything that matches a filter, whether shown or not. */
export type Selection = { ids: number[] } | { filter: ListFilter };

export const filterOf = (selection: Selection): ListFilter => ('ids' in selection ? { id: selection.ids } : selection.filter);

/** How many an export has: lists estimate when many match. */
export async function exportedCount(resource: string, filter: ListFilter): Promise<number> {
  const { headers } = await httpClient(`/api/${resource}/export?${new URLSearchParams({ filter: JSON.stringify(filter) })}`, {
    method: 'HEAD',
  });
  return Number(headers.get('X-Total-Count'));
}

/** How many those are, exactly and now. */
export const useExactCount = (listed: Listed, selection: Selection, enabled = true) => {
  const filter = filterOf(selection);
  return useQuery({
    queryKey: [listed.resource, 'count', JSON.stringify(filter)],
    queryFn: () => listed.count(filter),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
};
