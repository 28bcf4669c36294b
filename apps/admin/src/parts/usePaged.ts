import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';

export const rowsPerPage = 25;

/** A page, from 0, of something that the server lists in pages, and how many there are in all. */
export function usePaged<T>(path: string, page: number, params: Record<string, string> = {}) {
  return useQuery({
    queryKey: ['paged', path, params, page],
    queryFn: () => readPage<T>(path, page * rowsPerPage, rowsPerPage, params),
    placeholderData: keepPreviousData,
  });
}

export async function readPage<T>(path: string, first: number, many: number, params: Record<string, string> = {}) {
  const query = new URLSearchParams({ ...params, range: JSON.stringify([first, first + many - 1]) });
  const { json, headers } = await httpClient(`/api/${path}?${query}`);
  const items = json as T[];
  const total = headers.get('Content-Range')?.split('/').pop();
  return { items, total: total === undefined ? first + items.length : Number(total) };
}
