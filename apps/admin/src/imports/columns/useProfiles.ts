import type { ImportProfile, ImportProfileInput, ImportSettings } from '@app/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { httpClient } from '../../providers/httpClient';

const key = ['import-profiles'];

/** The saved profiles, and how one is added or brought up to date. */
export function useProfiles(enabled = true) {
  const queryClient = useQueryClient();
  const { data: profiles = [] } = useQuery({
    queryKey: key,
    queryFn: async () => (await httpClient('/api/import-profiles')).json as ImportProfile[],
    enabled,
  });
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: key });
  const add = useMutation<ImportProfile, Error, ImportProfileInput>({
    mutationFn: async (body) => (await httpClient('/api/import-profiles', { method: 'POST', body: JSON.stringify(body) })).json,
    onSuccess,
  });
  const change = useMutation<ImportProfile, Error, { id: number; settings: ImportSettings }>({
    mutationFn: async ({ id, settings }) =>
      (await httpClient(`/api/import-profiles/${id}`, { method: 'PUT', body: JSON.stringify({ settings }) })).json,
    onSuccess,
  });
  return { profiles, add, change };
}
