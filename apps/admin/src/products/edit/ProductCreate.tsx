import type { Product } from '@app/domain';
import { useState } from 'react';
import { HttpError, SaveButton, SimpleForm, Toolbar, useCreate, useNotify } from 'react-admin';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { formSx, toolbarSx } from '../../parts/formSx';
import { blankForm, fieldErrors, fromForm, type ProductForm } from './productForm';
import { ProductFields } from './ProductFields';
import { SkuTaken } from './SkuTaken';

const toolbar = (
  <Toolbar sx={toolbarSx}>
    <SaveButton label="Add product" alwaysEnable />
  </Toolbar>
);

export function ProductCreate({ onClose }: { onClose: () => void }) {
  const notify = useNotify();
  const [create] = useCreate<Product>();
  const [otherId, setOtherId] = useState<number>();
  const [problem, setProblem] = useState<unknown>();

  const save = async (form: ProductForm) => {
    try {
      const { sku } = (await create('products', { data: fromForm(form) }, { returnPromise: true })) as Product;
      notify(`Product ${sku} added`, { type: 'success' });
      setTimeout(onClose); // once the form knows that it is saved, or it would warn of what gets lost
      return undefined;
    } catch (error) {
      setOtherId(error instanceof HttpError ? error.body?.otherId : undefined);
      const errors = fieldErrors(error, form);
      setProblem(errors ? undefined : error);
      return errors ?? { 'root.serverError': (error as Error).message };
    }
  };

  return (
    <>
      <DrawerHeader title="Add a product" onClose={onClose} />
      <SimpleForm
        sx={formSx}
        record={blankForm}
        onSubmit={(form: unknown) => save(form as ProductForm)}
        toolbar={toolbar}
        warnWhenUnsavedChanges
        disableInvalidFormNotification
      >
        <SkuTaken otherId={otherId} />
        {Boolean(problem) && <ProblemAlert title="Not added" error={problem} />}
        <ProductFields />
      </SimpleForm>
    </>
  );
}
