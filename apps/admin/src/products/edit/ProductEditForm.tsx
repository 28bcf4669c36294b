import type { Product } from '@app/domain';
import { useMemo, useState } from 'react';
import { HttpError, SaveButton, SimpleForm, Toolbar } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { ConflictDialog } from '../ConflictDialog';
import type { ProductFields as Fields } from '../productFields';
import { useSaveProduct } from '../useSaveProduct';
import { DeleteProductButton } from './DeleteProductButton';
import { formSx, toolbarSx } from '../../parts/formSx';
import { asForm, fieldErrors, fromForm, type ProductForm } from './productForm';
import { ProductFields } from './ProductFields';
import { SkuTaken } from './SkuTaken';

type Props = { product: Product; onSaved: (product: Product) => void; onGone: () => void; onDeleted: () => void };

/** Changes one product. What the server refuses is said at its field; when someone else was faster, the person chooses between both. */
export function ProductEditForm({ product, onSaved, onGone, onDeleted }: Props) {
  const record = useMemo(() => asForm(product), [product]);
  const { save, isSaving, conflict, settle } = useSaveProduct(product);
  const [otherId, setOtherId] = useState<number>();
  const [problem, setProblem] = useState<unknown>();

  const refused = (error: unknown, form: ProductForm) => {
    const { status, body } = error instanceof HttpError ? error : {};
    setOtherId(body?.otherId);
    if (status === 404) onGone();
    const errors = fieldErrors(error, form);
    setProblem(errors ? undefined : error);
    return errors ?? { 'root.serverError': (error as Error).message };
  };
  const submit = async (form: ProductForm) => {
    try {
      const saved = await save(fromForm(form));
      if (!saved) return { 'root.serverError': 'Changed by someone else' };
      setTimeout(() => onSaved(saved)); // once the form knows that it is saved, or it would warn of what gets lost
      return undefined;
    } catch (error) {
      return refused(error, form);
    }
  };

  return (
    <SimpleForm
      record={record}
      onSubmit={(form: unknown) => submit(form as ProductForm)}
      formRootPathname={`/products/${product.id}/`} // with the slash, or 51 would be inside of 5
      sx={formSx}
      toolbar={
        <Toolbar sx={toolbarSx}>
          <SaveButton />
          <DeleteProductButton product={product} onDeleted={onDeleted} />
        </Toolbar>
      }
      warnWhenUnsavedChanges
      disableInvalidFormNotification
    >
      <SkuTaken otherId={otherId} />
      {Boolean(problem) && <ProblemAlert title="Not saved" error={problem} />}
      <ProductFields />
      {conflict && (
        <Settlement>
          {(reset) => (
            <ConflictDialog
              seen={product}
              conflict={conflict}
              busy={isSaving}
              onSave={async (merged: Fields, version) => {
                try {
                  const saved = await save(merged, version);
                  if (!saved) return;
                  reset(saved);
                  setTimeout(() => onSaved(saved));
                } catch (error) {
                  settle();
                  refused(error, asForm(product));
                }
              }}
              onTakeTheirs={(theirs) => {
                reset(theirs);
                settle();
                setTimeout(() => onSaved(theirs));
              }}
              onClose={settle}
            />
          )}
        </Settlement>
      )}
    </SimpleForm>
  );
}

/** Lets a conflict be settled from inside the form, whose contents it replaces. */
function Settlement({ children }: { children: (reset: (product: Product) => void) => React.ReactNode }) {
  const { reset } = useFormContext();
  return children((product) => reset(asForm(product)));
}
