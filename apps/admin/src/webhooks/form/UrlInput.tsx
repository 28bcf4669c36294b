import { webhookLimits } from '@app/domain';
import { TextInput } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { monospace } from '../../theme';
import { useSurroundings } from '../useWebhooks';
import { urlFault } from './urlFault';
import type { WebhookForm } from './webhookForm';

const asTyped = (value: string) => value;
const urlRule = (url?: string) => (url?.trim() ? undefined : 'Enter the address of the receiver');

/** The address, checked by the server as soon as one leaves it: why it would be refused is said at once. */
export function UrlInput() {
  const { setError, clearErrors, getValues } = useFormContext<WebhookForm>();
  const allowPrivate = useSurroundings().data?.allowPrivate.length;
  const ask = async () => {
    const url = getValues('url');
    const reason = url && (await urlFault(url));
    if (reason && getValues('url') === url) setError('url', { type: 'server', message: reason });
  };
  return (
    <TextInput
      source="url"
      label="Address"
      type="url"
      parse={asTyped}
      validate={urlRule}
      onBlur={ask}
      onChange={() => clearErrors('url')}
      helperText={allowPrivate ? 'https, or http where private addresses are allowed' : 'https, on port 443 or 8443'}
      autoComplete="off"
      slotProps={{
        htmlInput: {
          spellCheck: false,
          autoCapitalize: 'none',
          maxLength: webhookLimits.url,
          placeholder: 'https://shop.example/hook',
          style: { fontFamily: monospace },
        },
      }}
    />
  );
}
