import type { Webhook, WebhookChanges } from '@app/domain';
import { useMemo, useState } from 'react';
import { HttpError, SaveButton, SimpleForm, Toolbar, useNotify } from 'react-admin';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useWebhookCommand } from '../useWebhooks';
import { ChangedMeanwhile } from './ChangedMeanwhile';
import { formSx, toolbarSx } from '../../parts/formSx';
import { asForm, changesOf, fieldErrors, type WebhookForm } from './webhookForm';
import { WebhookFields } from './WebhookFields';

const toolbar = (
  <Toolbar sx={toolbarSx}>
    <SaveButton label="Save" />
  </Toolbar>
);

/** Changes a webhook as it was when the drawer opened. When someone else was faster, both are shown, and the person decides. */
export function WebhookEdit({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const notify = useNotify();
  const [seen] = useState(webhook); // it is read anew every few seconds; what is typed must not be lost over that
  const record = useMemo(() => asForm(seen), [seen]);
  const { mutateAsync: put } = useWebhookCommand<Webhook, WebhookChanges>(`webhooks/${seen.id}`, 'PUT');
  const [theirs, setTheirs] = useState<Webhook>();
  const [problem, setProblem] = useState<unknown>();

  const save = async (form: WebhookForm) => {
    try {
      await put({ ...changesOf(form, seen), version: (theirs ?? seen).version });
      notify('Webhook saved', { type: 'success' });
      setTimeout(onClose); // once the form knows that it is saved, or it would warn of what gets lost
      return undefined;
    } catch (error) {
      const current = error instanceof HttpError && error.status === 412 ? (error.body?.current as Webhook) : undefined;
      setTheirs(current);
      const errors = fieldErrors(error, form);
      setProblem(errors || current ? undefined : error);
      return errors ?? { 'root.serverError': (error as Error).message };
    }
  };

  return (
    <>
      <DrawerHeader title="Edit webhook" lead={seen.url} onClose={onClose} />
      <SimpleForm
        sx={formSx}
        record={record}
        onSubmit={(form: unknown) => save(form as WebhookForm)}
        toolbar={toolbar}
        warnWhenUnsavedChanges
        disableInvalidFormNotification
      >
        {theirs && <ChangedMeanwhile seen={seen} theirs={theirs} />}
        {Boolean(problem) && <ProblemAlert title="Not saved" error={problem} />}
        <WebhookFields msPerAnswer={seen.last24Hours.p50Ms} sealedNames={seen.headerNames} />
      </SimpleForm>
    </>
  );
}
