import { webhookLimits } from '@app/domain';
import { TextInput } from 'react-admin';
import { EventTypesInput } from './EventTypesInput';
import { FormatInput } from './FormatInput';
import { FurtherChoices } from './FurtherChoices';
import { UrlInput } from './UrlInput';

type Props = { msPerAnswer?: number | null; sealedNames?: string[] };

export const WebhookFields = ({ msPerAnswer = null, sealedNames = [] }: Props) => (
  <>
    <UrlInput />
    <TextInput
      source="description"
      label="What it is for"
      parse={(value: string) => value}
      helperText={false}
      autoComplete="off"
      slotProps={{ htmlInput: { maxLength: webhookLimits.description } }}
    />
    <EventTypesInput />
    <FormatInput msPerAnswer={msPerAnswer} />
    <FurtherChoices sealedNames={sealedNames} />
  </>
);
