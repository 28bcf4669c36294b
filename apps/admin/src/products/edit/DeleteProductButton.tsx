import type { Product } from '@app/domain';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useDelete, useNotify, useRefresh } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { UndoToast } from '../history/UndoToast';
import { isStale } from '../history/useRestore';

/** Deletes a product as it was seen. When someone else was faster, nothing is deleted, and the question is asked again of what it is now. */
export function DeleteProductButton({ product: seen, onDeleted }: { product: Product; onDeleted: () => void }) {
  const { canAccess } = useCanAccess({ resource: 'products', action: 'delete' });
  const [asking, setAsking] = useState(false);
  const [theirs, setTheirs] = useState<Product>();
  const product = theirs ?? seen;
  const [remove, { isPending, error, reset: forget }] = useDelete<Product>();
  const { reset } = useFormContext();
  const notify = useNotify();
  const refresh = useRefresh();
  if (!canAccess) return null;

  const ask = () => {
    setTheirs(undefined);
    forget();
    setAsking(true);
  };
  const confirm = () =>
    remove(
      'products',
      { id: product.id, previousData: product },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => {
          reset(); // nothing is left to be saved, so nothing should warn of it
          notify(<UndoToast message={`Product ${product.sku} deleted`} id={product.id} version={product.version} />, {
            autoHideDuration: 15_000,
          });
          setTimeout(onDeleted);
        },
        onError: (problem) => {
          if (!isStale(problem)) return;
          setTheirs(problem.body.current);
          refresh();
        },
      },
    );

  return (
    <>
      <Button color="error" startIcon={<DeleteIcon />} onClick={ask}>
        Delete
      </Button>
      <ConfirmDialog
        open={asking}
        title="Delete this product?"
        confirm="Delete product"
        cancel="Keep it"
        busy={isPending}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          <strong>{product.name}</strong> ({product.sku}) will be gone from the catalogue. You can bring it back afterwards.
        </Typography>
        {Boolean(error) && <ProblemAlert title="Not deleted" error={error} />}
      </ConfirmDialog>
    </>
  );
}
