import { isReservedHeader, webhookLimits } from '@app/domain';
import { Box, Button, Typography } from '@mui/material';
import { ArrayInput, TextInput } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import { PairRows } from '../../parts/PairRows';
import { monospace } from '../../theme';
import type { WebhookForm } from './webhookForm';

const asTyped = (value: string) => value;

const nameRule = (name: string | undefined, { headers }: WebhookForm) => {
  if (!name?.trim()) return 'Name it, or remove the row';
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name.trim())) return 'That is no name of a header';
  if (isReservedHeader(name.trim())) return 'This header is ours or the connection’s';
  return (headers ?? []).filter((row) => row.name?.trim().toLowerCase() === name.trim().toLowerCase()).length > 1
    ? 'This name is there twice'
    : undefined;
};
const valueRule = (value?: string) => {
  if (!value?.trim()) return 'Enter a value, or remove the row';
  return /^[\t\x20-\x7e]*$/.test(value) ? undefined : 'Only plain ASCII characters can be sent';
};

/** Headers that the receiver wants. Their values are sealed, so those that are there can only be replaced, all of them. */
export function HeadersInput({ sealedNames }: { sealedNames: string[] }) {
  const { setValue, clearErrors } = useFormContext<WebhookForm>();
  const headers = useWatch<WebhookForm, 'headers'>({ name: 'headers' });
  if (headers === null)
    return (
      <Box sx={{ mb: 2 }}>
        <Typography variant="h3" component="h4">
          Its own headers
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 0.5 }}>
          <Box component="span" sx={{ fontFamily: monospace }}>
            {sealedNames.join(', ')}
          </Box>
          . Their values are sealed and shown to nobody.
        </Typography>
        <Button
          size="small"
          variant="outlined"
          onClick={() =>
            setValue(
              'headers',
              sealedNames.map((name) => ({ name, value: '' })),
              { shouldDirty: true },
            )
          }
        >
          Enter them anew
        </Button>
      </Box>
    );
  return (
    <>
      <ArrayInput
        source="headers"
        label="Its own headers"
        helperText="Sent with each request, for example Authorization. Sealed: nobody sees the values again."
      >
        <PairRows add="Add a header" remove="Remove header" blank={{ name: '', value: '' }}>
          <TextInput source="name" label="Header" parse={asTyped} validate={nameRule} helperText={false} autoComplete="off" />
          <TextInput
            source="value"
            label="Value"
            parse={asTyped}
            validate={valueRule}
            helperText={false}
            autoComplete="off"
            slotProps={{ htmlInput: { maxLength: webhookLimits.headerValue, spellCheck: false } }}
          />
        </PairRows>
      </ArrayInput>
      {sealedNames.length > 0 && (
        <Button
          size="small"
          onClick={() => {
            clearErrors('headers');
            setValue('headers', null, { shouldDirty: true });
          }}
        >
          Keep them as they are
        </Button>
      )}
    </>
  );
}
