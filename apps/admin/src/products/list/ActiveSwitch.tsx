import type { Product } from '@app/domain';
import { Switch } from '@mui/material';
import { useNotify, useRefresh } from 'react-admin';
import { ConflictDialog } from '../ConflictDialog';
import type { ProductFields } from '../productFields';
import { useSaveProduct } from '../useSaveProduct';

/** Switches a product on and off where it stands in the list. */
export function ActiveSwitch({ product }: { product: Product }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const { save, isSaving, conflict, settle } = useSaveProduct(product);

  const change = async (fields: Partial<ProductFields>, version?: number) => {
    try {
      await save(fields, version);
    } catch (error) {
      notify((error as Error).message, { type: 'error' });
      refresh();
    }
  };
  const leave = () => {
    settle();
    refresh();
  };

  return (
    <>
      <Switch
        size="small"
        checked={isSaving ? !product.active : product.active}
        onClick={(event) => event.stopPropagation()}
        onChange={(_, active) => isSaving || change({ active })}
        slotProps={{ input: { 'aria-label': `${product.sku} is active`, 'aria-busy': isSaving } }}
      />
      {conflict && (
        <ConflictDialog seen={product} conflict={conflict} busy={isSaving} onSave={change} onTakeTheirs={leave} onClose={leave} />
      )}
    </>
  );
}
