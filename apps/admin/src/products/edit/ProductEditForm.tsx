import type { Product } from '@app/domain';
import { useEffect, useMemo, useState } from 'react';
import { HttpError, SaveButton, SimpleForm, Toolbar } from 'react-admin';
import { useFormContext, useFormState } from 'react-hook-form';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { ConflictDialog } from '../ConflictDialog';
import { changesOf } from '../productFields';
import { useSaveProduct } from '../useSaveProduct';
import { DeleteProductButton } from './DeleteProductButton';
import { formSx, toolbarSx } from '../../parts/formSx';
import { asForm, fieldErrors, fromForm, type ProductForm } from './productForm';
import { ProductFields } from './ProductFields';
import { SkuTaken } from './SkuTaken';

type Props = { product: Product; onSaved: (product: Product) => void; onGone: () => void; onDeleted: () => void };

/** Changes one product. What the server refuses is said at its field; when someone else was faster, the person chooses between both. */
export function ProductEditForm({ product, onSaved, onGone, onDeleted }: Props) {
  const [seen, setSeen] = useState(product);
  const record = useMemo(() => asForm(seen), [seen]);
  const { save, isSaving, conflict, settle } = useSaveProduct(seen);
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
      const saved = await save(changesOf(seen, fromForm(form)));
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
      formRootPathname={`/products/${seen.id}/`} // with the slash, or 51 would be inside of 5
      sx={formSx}
      toolbar={
        <Toolbar sx={toolbarSx}>
          <SaveButton />
          <DeleteProductButton product={seen} onDeleted={onDeleted} />
        </Toolbar>
      }
      warnWhenUnsavedChanges
      disableInvalidFormNotification
    >
      <Follow product={product} onFollow={setSeen} />
      <SkuTaken otherId={otherId} />
      {Boolean(problem) && <ProblemAlert title="Not saved" error={problem} />}
      <ProductFields />
      {conflict && (
        <Settlement>
          {(reset) => (
            <ConflictDialog
              seen={seen}
              conflict={conflict}
              busy={isSaving}
              onSave={async (merged, version) => {
                try {
                  const saved = await save(merged, version);
                  if (!saved) return;
                  reset(saved);
                  setTimeout(() => onSaved(saved));
                } catch (error) {
                  settle();
                  refused(error, asForm(seen));
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

/** Shows a newer state of the product only while nothing is typed: it would wipe that, and the save would overwrite what nobody has seen. */
function Follow({ product, onFollow }: { product: Product; onFollow: (product: Product) => void }) {
  const { isDirty } = useFormState();
  useEffect(() => {
    if (!isDirty) onFollow(product);
  }, [isDirty, product, onFollow]);
  return null;
}

/** Lets a conflict be settled from inside the form, whose contents it replaces. */
function Settlement({ children }: { children: (reset: (product: Product) => void) => React.ReactNode }) {
  const { reset } = useFormContext();
  return children((product) => reset(asForm(product)));
}
