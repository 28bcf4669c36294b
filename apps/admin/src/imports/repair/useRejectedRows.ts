import type { RejectedRow } from '@app/domain';
import { useQuery } from '@tanstack/react-query';
import { readPage } from '../../parts/usePaged';

const atOnce = 500;

/** All rejected rows of an import that are kept, with all of their cells. */
export function useRejectedRows(importId: number) {
  return useQuery({
    queryKey: ['imports', importId, 'rejected-rows'],
    queryFn: async () => {
      const rows: RejectedRow[] = [];
      for (;;) {
        const { items, total } = await readPage<RejectedRow>(`imports/${importId}/rows`, rows.length, atOnce);
        rows.push(...items);
        if (!items.length || rows.length >= total) return rows;
      }
    },
    staleTime: Infinity,
  });
}
