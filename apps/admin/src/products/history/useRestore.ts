import type { Product } from '@app/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRefresh } from 'react-admin';
import { recordKey } from '../../parts/recordKey';
import { httpClient } from '../../providers/httpClient';

/** Makes a product again what it was in a version; one that was deleted comes back. Refused when another has its SKU by now. */
export function useRestore(id: number) {
  const refresh = useRefresh();
  const queryClient = useQueryClient();
  return useMutation<Product, Error, { version: number; seen?: number }>({
    mutationFn: async (body) => (await httpClient(`/api/products/${id}/restore`, { method: 'POST', body: JSON.stringify(body) })).json,
    onSuccess: (product) => {
      queryClient.setQueryData(recordKey('products', id), product);
      refresh();
    },
  });
}
