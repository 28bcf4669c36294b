import type { RowError } from '@app/domain';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';

export const rowErrorsPerPage = 25;

/** A page of an import's row errors and how many were kept. */
export function useRowErrors(importId: number, page: number) {
  return useQuery({
    queryKey: ['imports', importId, 'errors', page],
    queryFn: async () => {
      const first = page * rowErrorsPerPage;
      const range = encodeURIComponent(JSON.stringify([first, first + rowErrorsPerPage - 1]));
      const { json, headers } = await httpClient(`/api/imports/${importId}/errors?range=${range}`);
      return { rowErrors: json as RowError[], total: Number(headers.get('Content-Range')?.split('/').pop() ?? 0) };
    },
    placeholderData: keepPreviousData,
  });
}
