import type { Webhook } from '@app/domain';
import { Alert, AlertTitle, Button } from '@mui/material';
import { useFormContext } from 'react-hook-form';
import { RelativeTime } from '../../parts/RelativeTime';
import { sayField } from '../settings/settingTexts';
import { asForm, blankForm, changesOf, type WebhookForm } from './webhookForm';

/** Someone else saved the same webhook first: what they made of it. Saving again writes only the fields that one has changed oneself. */
export function ChangedMeanwhile({ seen, theirs }: { seen: Webhook; theirs: Webhook }) {
  const { setValue } = useFormContext<WebhookForm>();
  const changed = Object.keys(changesOf(asForm(theirs), seen)).filter((field): field is keyof WebhookForm => field in blankForm);
  const takeTheirs = () => {
    const form = asForm(theirs);
    for (const field of changed) setValue(field, form[field]);
  };
  return (
    <Alert severity="warning" sx={{ mb: 2, width: '100%' }}>
      <AlertTitle>Someone else was faster</AlertTitle>
      Changed <RelativeTime at={theirs.updatedAt} />, nothing of yours is saved yet. Theirs:
      <ul>
        {changed.map((field) => (
          <li key={field}>{sayField(theirs, field)}</li>
        ))}
      </ul>
      Save again to write what you have changed over it; the rest stays theirs.
      <br />
      <Button color="inherit" size="small" variant="outlined" onClick={takeTheirs} sx={{ mt: 1 }}>
        Take theirs
      </Button>
    </Alert>
  );
}
