import type { Product } from '@app/domain';
import { useState } from 'react';
import { HttpError, useNotify } from 'react-admin';

/** What the server refused to save, beyond errors of single fields: a newer version, or another product with the SKU. */
export function useSaveErrors() {
  const notify = useNotify();
  const [theirs, setTheirs] = useState<Product>();
  const [otherId, setOtherId] = useState<number>();

  const onError = (error: Error) => {
    const { status, body } = error instanceof HttpError ? error : {};
    setTheirs(status === 412 ? body.current : undefined);
    setOtherId(body?.otherId);
    if (status !== 412 && !body?.errors) notify(error.message, { type: 'error' });
  };

  return { theirs, otherId, onError, forget: () => setTheirs(undefined) };
}
