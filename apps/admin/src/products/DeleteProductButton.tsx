import type { Product } from '@app/domain';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useDelete, useNotify, useRecordContext } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { ConfirmDialog } from '../parts/ConfirmDialog';

export function DeleteProductButton({ onDeleted }: { onDeleted: () => void }) {
  const product = useRecordContext<Product>();
  const { canAccess } = useCanAccess({ resource: 'products', action: 'delete' });
  const [asking, setAsking] = useState(false);
  const [remove, { isPending }] = useDelete<Product>();
  const { reset } = useFormContext();
  const notify = useNotify();
  if (!product || !canAccess) return null;

  const confirm = () =>
    remove(
      'products',
      { id: product.id, previousData: product },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => {
          reset(product); // nothing is left to be saved, so nothing should warn of it
          notify(`Product ${product.sku} deleted`, { type: 'success' });
          onDeleted();
        },
        onError: (error) => {
          setAsking(false);
          notify((error as Error).message, { type: 'error' });
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
          <strong>{product.name}</strong> ({product.sku}) will be gone from the catalogue. A later import of the same SKU would create it
          anew.
        </Typography>
      </ConfirmDialog>
    </>
  );
}
