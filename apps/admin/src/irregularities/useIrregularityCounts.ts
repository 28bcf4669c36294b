import type { IrregularityCounts } from '@app/domain';
import { useQuery } from '@tanstack/react-query';
import { useCanAccess } from 'react-admin';
import { httpClient } from '../providers/httpClient';

/** How many are open, by rule; asked for again each half minute. */
export function useIrregularityCounts(): IrregularityCounts | undefined {
  const { canAccess } = useCanAccess({ resource: 'irregularities', action: 'list' });
  const { data } = useQuery({
    queryKey: ['irregularities', 'counts'],
    queryFn: async () => (await httpClient('/api/irregularities/counts')).json as IrregularityCounts,
    enabled: canAccess === true,
    refetchInterval: 30_000,
    retry: false,
  });
  return data;
}
