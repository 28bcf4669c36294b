import type { Product, ProductInput } from '@app/domain';
import { CreateBase, SaveButton, SimpleForm, Toolbar, useNotify } from 'react-admin';
import { DrawerHeader } from './DrawerHeader';
import { formSx, toolbarSx } from './formSx';
import { ProductFields } from './ProductFields';
import { SkuTaken } from './SkuTaken';
import { useSaveErrors } from './useSaveErrors';

const blank = { sku: '', name: '', description: '', active: true };

const toolbar = (
  <Toolbar sx={toolbarSx}>
    <SaveButton label="Add product" />
  </Toolbar>
);

export function ProductCreate({ onClose }: { onClose: () => void }) {
  const notify = useNotify();
  const { otherId, onError } = useSaveErrors();
  const onSuccess = ({ sku }: Product) => {
    notify(`Product ${sku} added`, { type: 'success' });
    onClose();
  };
  return (
    <CreateBase<ProductInput, Product> redirect={false} mutationOptions={{ onSuccess, onError }}>
      <DrawerHeader title="Add a product" onClose={onClose} />
      <SimpleForm sx={formSx} defaultValues={blank} toolbar={toolbar} warnWhenUnsavedChanges disableInvalidFormNotification>
        <SkuTaken otherId={otherId} />
        <ProductFields />
      </SimpleForm>
    </CreateBase>
  );
}
