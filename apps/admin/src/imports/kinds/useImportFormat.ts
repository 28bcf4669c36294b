import type { FileFormat, ImportKindName } from '@app/domain';
import { useQuery } from '@tanstack/react-query';
import { httpClient } from '../../providers/httpClient';

/** What the server takes of a kind: its columns, its limits, and where an example file is. */
export function useImportFormat(kind: ImportKindName): FileFormat | undefined {
  const { data } = useQuery({
    queryKey: ['import-formats'],
    queryFn: async () => (await httpClient('/api/import-formats')).json as FileFormat[],
    staleTime: Infinity,
  });
  return data?.find((format) => format.kind === kind);
}
