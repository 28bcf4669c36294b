import { attributeFault, textFaultMessages, tidy } from '@app/domain';
import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import { Button, IconButton } from '@mui/material';
import { ArrayInput, SimpleFormIterator, TextInput, useSimpleFormIterator, useSimpleFormIteratorItem } from 'react-admin';
import type { ProductForm } from './productForm';

const asTyped = (value: string) => value;

const valueRule = (value?: string) => {
  const fault = attributeFault(tidy(value ?? ''));
  return fault && `Value ${textFaultMessages[fault]}`;
};
const keyRule = (key: string | undefined, { attributes }: ProductForm) => {
  if (!key?.trim()) return 'Name it, or remove the row';
  return attributes.filter((row) => tidy(row.key ?? '') === tidy(key)).length > 1 ? 'This name is there twice' : undefined;
};

/** Further columns of files, as rows of name and value. */
export const AttributeRows = () => (
  <ArrayInput source="attributes" helperText={false}>
    <SimpleFormIterator inline disableReordering disableClear fullWidth addButton={<AddRow />} removeButton={<RemoveRow />} sx={rowsSx}>
      <TextInput source="key" label="Attribute" parse={asTyped} validate={keyRule} helperText={false} autoComplete="off" />
      <TextInput
        source="value"
        label="Value"
        parse={asTyped}
        validate={valueRule}
        helperText={false}
        autoComplete="off"
        multiline
        maxRows={6}
      />
    </SimpleFormIterator>
  </ArrayInput>
);

function AddRow() {
  const { add } = useSimpleFormIterator();
  return (
    <Button size="small" startIcon={<AddIcon />} onClick={() => add({ key: '', value: '' })}>
      Add an attribute
    </Button>
  );
}

function RemoveRow() {
  const { remove, index } = useSimpleFormIteratorItem();
  return (
    <IconButton size="small" aria-label={`Remove attribute ${index + 1}`} onClick={() => remove()}>
      <RemoveIcon fontSize="small" />
    </IconButton>
  );
}

const rowsSx = {
  '& .RaSimpleFormIterator-line': { display: 'flex', borderBottom: 0, alignItems: 'flex-start', pt: 1.5, pb: { xs: 1, sm: 0 } },
  '& .RaSimpleFormIterator-form': { flex: 1 },
  '& .RaSimpleFormIterator-inline': { display: 'grid', gridTemplateColumns: '2fr 3fr', gap: 1.5, width: '100%' },
  '& .RaSimpleFormIterator-index': { display: 'none' },
  '& .RaSimpleFormIterator-action': { visibility: 'visible' },
  '& .ra-input': { mb: 0 },
} as const;
