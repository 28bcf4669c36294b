import { descriptionFault, nameFault, productLimits, skuFault, textFaultMessages, tidy, type TextFault } from '@app/domain';
import { BooleanInput, TextInput } from 'react-admin';
import { monospace } from '../../theme';
import { AttributeRows } from './AttributeRows';

/** The domain's rule as react-admin's: the form refuses what the server would refuse. */
const rule = (what: string, fault: (tidied: string) => TextFault | undefined) => (value?: string) => {
  const found = fault(tidy(value ?? ''));
  return found && `${what} ${textFaultMessages[found]}`;
};
const skuRule = rule('SKU', skuFault);
const nameRule = rule('Name', nameFault);
const descriptionRule = rule('Description', descriptionFault);

/** react-admin makes null of an empty text, which no text of a product is. */
const asTyped = (value: string) => value;

export const ProductFields = () => (
  <>
    <TextInput
      source="sku"
      parse={asTyped}
      validate={skuRule}
      helperText={`Unique, whatever the case; up to ${productLimits.sku} characters`}
      slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: 'none', style: { fontFamily: monospace } } }}
      autoComplete="off"
    />
    <TextInput source="name" parse={asTyped} validate={nameRule} autoComplete="off" />
    <TextInput source="description" parse={asTyped} validate={descriptionRule} multiline minRows={4} maxRows={14} />
    <BooleanInput source="active" helperText={false} />
    <AttributeRows />
  </>
);
