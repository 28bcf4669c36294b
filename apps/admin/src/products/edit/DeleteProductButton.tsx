import type { Product } from '@app/domain';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useDelete, useNotify } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { UndoToast } from '../history/UndoToast';

export function DeleteProductButton({ product, onDeleted }: { product: Product; onDeleted: () => void }) {
  const { canAccess } = useCanAccess({ resource: 'products', action: 'delete' });
  const [asking, setAsking] = useState(false);
  const [remove, { isPending, error }] = useDelete<Product>();
  const { reset } = useFormContext();
  const notify = useNotify();
  if (!canAccess) return null;

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
      },
    );

  return (
    <>
      <Button color="error" startIcon={<DeleteIcon />} onClick={() => setAsking(true)}>
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
