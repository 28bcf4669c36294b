import type { Product } from '@app/domain';
import { useState } from 'react';
import { EditBase, SaveButton, SimpleForm, Toolbar, useNotify } from 'react-admin';
import { DeleteProductButton } from './DeleteProductButton';
import { DrawerHeader } from './DrawerHeader';
import { formSx, toolbarSx } from './formSx';
import { ProductDates } from './ProductDates';
import { ProductFields } from './ProductFields';
import { SkuTaken } from './SkuTaken';
import { StaleNotice } from './StaleNotice';
import { useSaveErrors } from './useSaveErrors';

type Props = { id: number; onClose: () => void };

/**
 * Edits one product. The record as it was read goes back with its `version`; when someone else was faster the server
 * refuses (412) and the person chooses between both.
 */
export function ProductEdit({ id, onClose }: Props) {
  const notify = useNotify();
  const { theirs, otherId, onError, forget } = useSaveErrors();
  const [overwriting, setOverwriting] = useState<number>();
  const onSuccess = ({ sku }: Product) => {
    notify(`Product ${sku} saved`, { type: 'success' });
    onClose();
  };
  const toolbar = (
    <Toolbar sx={toolbarSx}>
      <SaveButton />
      <DeleteProductButton onDeleted={onClose} />
    </Toolbar>
  );
  return (
    <EditBase<Product>
      id={id}
      mutationMode="pessimistic"
      redirect={false}
      transform={(product: Product) => ({ ...product, version: overwriting ?? product.version })}
      mutationOptions={{ onSuccess, onError }}
    >
      <DrawerHeader title="Edit product" lead={<ProductDates />} onClose={onClose} />
      <SimpleForm sx={formSx} toolbar={toolbar} warnWhenUnsavedChanges disableInvalidFormNotification>
        {theirs && (
          <StaleNotice
            theirs={theirs}
            onReload={forget}
            onKeepMine={() => {
              setOverwriting(theirs.version);
              forget();
            }}
          />
        )}
        <SkuTaken otherId={otherId} />
        <ProductFields />
      </SimpleForm>
    </EditBase>
  );
}
