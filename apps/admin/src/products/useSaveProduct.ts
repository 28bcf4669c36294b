import type { Product } from '@app/domain';
import { useState } from 'react';
import { useUpdate } from 'react-admin';
import { isStale } from './history/useRestore';
import type { ProductFields } from './productFields';

/** What somebody wanted to save, and what somebody else had saved before. */
export type Conflict = { mine: Partial<ProductFields>; theirs: Product };

/**
 * Saves changes of a product as it was seen, with its version. When someone else was faster the server refuses, nothing is written, and
 * `conflict` holds both; every other refusal is thrown. Answers the product as it is now, or nothing when there is a conflict.
 */
export function useSaveProduct(seen: Product) {
  const [update, { isPending }] = useUpdate<Product>();
  const [conflict, setConflict] = useState<Conflict>();

  const save = async (mine: Partial<ProductFields>, version = seen.version): Promise<Product | undefined> => {
    try {
      const data = { ...mine, version };
      const saved = await update(
        'products',
        { id: seen.id, data, previousData: seen },
        { mutationMode: 'pessimistic', returnPromise: true },
      );
      setConflict(undefined);
      return saved as Product;
    } catch (error) {
      if (!isStale(error)) throw error;
      setConflict({ mine, theirs: error.body.current });
      return undefined;
    }
  };

  return { save, isSaving: isPending, conflict, settle: () => setConflict(undefined) };
}
