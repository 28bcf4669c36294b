import { attributeFault, textFaultMessages, tidy } from '@app/domain';
import { ArrayInput, TextInput } from 'react-admin';
import { PairRows } from '../../parts/PairRows';
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
    <PairRows add="Add an attribute" remove="Remove attribute" blank={{ key: '', value: '' }}>
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
    </PairRows>
  </ArrayInput>
);
