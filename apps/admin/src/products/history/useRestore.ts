import type { Product } from '@app/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { HttpError, useRefresh } from 'react-admin';
import { recordKey } from '../../parts/recordKey';
import { httpClient } from '../../providers/httpClient';

/** Somebody else was faster; the body tells what it is now. */
export const isStale = (error: unknown): error is HttpError => error instanceof HttpError && error.status === 412;

/** Makes a product again what it was in a version; one that was deleted comes back. Refused when another has its SKU by now, or when it is not as it was `seen` any more. */
export function useRestore(id: number) {
  const refresh = useRefresh();
  const queryClient = useQueryClient();
  return useMutation<Product, Error, { version: number; seen?: number }>({
    mutationFn: async (body) => (await httpClient(`/api/products/${id}/restore`, { method: 'POST', body: JSON.stringify(body) })).json,
    onSuccess: (product) => {
      queryClient.setQueryData(recordKey('products', id), product);
      refresh();
    },
    onError: (problem) => isStale(problem) && refresh(),
  });
}
