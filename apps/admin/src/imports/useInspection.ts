import type { FileInspection } from '@app/domain';
import { useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';

export const inspectionKey = (importId: number) => ['imports', importId, 'inspection'];

/** What was found out about the file of an import. */
export function useInspection(importId: number) {
  return useQuery({
    queryKey: inspectionKey(importId),
    queryFn: async () => (await httpClient(`/api/imports/${importId}/inspection`)).json as FileInspection,
  });
}
