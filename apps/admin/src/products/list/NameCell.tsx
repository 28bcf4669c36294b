import type { Product } from '@app/domain';
import { ButtonBase, TextField } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { HttpError, useRefresh } from 'react-admin';
import { ConflictDialog } from '../ConflictDialog';
import type { ProductFields } from '../productFields';
import { useSaveProduct } from '../useSaveProduct';

/**
 * A name that is changed where it stands: a click, Enter or F2 begins, Enter or leaving the field saves, Esc leaves it as it was.
 * What the server refuses is said at the field. Afterwards the focus is where it was.
 */
export function NameCell({ product }: { product: Product }) {
  const refresh = useRefresh();
  const [begun, setBegun] = useState(product); // the list may bring a newer one while somebody types
  const { save, isSaving, conflict, settle } = useSaveProduct(begun);
  const [typed, setTyped] = useState<string>();
  const [fault, setFault] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  const wasByKey = useRef(false);
  const isEditing = typed !== undefined;

  useEffect(() => {
    if (isEditing || !wasByKey.current) return;
    wasByKey.current = false;
    button.current?.focus();
  }, [isEditing]);

  const begin = () => {
    setBegun(product);
    setTyped(product.name);
  };
  const end = (byKey: boolean) => {
    wasByKey.current = byKey;
    settle();
    setFault(undefined);
    setTyped(undefined);
  };
  const change = async (fields: Partial<ProductFields>, version?: number) => {
    try {
      if (await save(fields, version)) end(true);
    } catch (error) {
      setFault((error instanceof HttpError && error.body?.errors?.name) || (error as Error).message);
    }
  };
  const leave = (byKey: boolean) => {
    if (typed === undefined || isSaving || conflict) return;
    if (typed === begun.name || (fault && !byKey)) end(byKey);
    else void change({ name: typed });
  };

  if (!isEditing) {
    return (
      <ButtonBase
        ref={button}
        title={product.name}
        aria-label={`${product.name}, change the name`}
        onClick={(event) => {
          event.stopPropagation();
          begin();
        }}
        onKeyDown={(event) => event.key === 'F2' && begin()}
        sx={readingSx}
      >
        {product.name}
      </ButtonBase>
    );
  }
  return (
    <>
      <TextField
        size="small"
        fullWidth
        autoFocus
        hiddenLabel
        value={typed}
        error={fault !== undefined}
        helperText={fault}
        onChange={(event) => {
          setTyped(event.target.value);
          setFault(undefined);
        }}
        onFocus={(event) => event.target.select()}
        onClick={(event) => event.stopPropagation()}
        onBlur={() => leave(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave(true);
          if (event.key === 'Escape') end(true);
        }}
        autoComplete="off"
        slotProps={{ htmlInput: { 'aria-label': `Name of ${product.sku}`, readOnly: isSaving } }}
        sx={{ '& .MuiInputBase-input': { px: 1, py: 0.5, fontSize: '0.875rem' }, '& .MuiFormHelperText-root': { mx: 0 } }}
      />
      {conflict && (
        <ConflictDialog
          seen={begun}
          conflict={conflict}
          busy={isSaving}
          onSave={change}
          onTakeTheirs={() => {
            end(true);
            refresh();
          }}
          onClose={settle}
        />
      )}
    </>
  );
}

const readingSx = {
  display: 'block',
  maxWidth: '100%',
  mx: -1,
  px: 1,
  py: 0.25,
  borderRadius: 1,
  font: 'inherit',
  textAlign: 'start',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  cursor: 'text',
  '&:hover, &:focus-visible': { outline: 1, outlineColor: 'action.disabled', bgcolor: 'background.paper' },
} as const;
