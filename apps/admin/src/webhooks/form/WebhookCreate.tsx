import type { AddedWebhook, NewWebhook } from '@app/domain';
import { useState } from 'react';
import { SaveButton, SimpleForm, Toolbar } from 'react-admin';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useWebhookCommand } from '../useWebhooks';
import { formSx, toolbarSx } from '../../parts/formSx';
import { blankForm, fieldErrors, newWebhookOf, type WebhookForm } from './webhookForm';
import { WebhookFields } from './WebhookFields';

const toolbar = (
  <Toolbar sx={toolbarSx}>
    <SaveButton label="Add webhook" alwaysEnable />
  </Toolbar>
);

type Props = { onAdded: (webhook: AddedWebhook) => void; onClose: () => void };

export function WebhookCreate({ onAdded, onClose }: Props) {
  const { mutateAsync: add } = useWebhookCommand<AddedWebhook, NewWebhook>('webhooks');
  const [problem, setProblem] = useState<unknown>();

  const save = async (form: WebhookForm) => {
    try {
      const webhook = await add(newWebhookOf(form));
      setTimeout(() => onAdded(webhook)); // once the form knows that it is saved, or it would warn of what gets lost
      return undefined;
    } catch (error) {
      const errors = fieldErrors(error, form);
      setProblem(errors ? undefined : error);
      return errors ?? { 'root.serverError': (error as Error).message };
    }
  };

  return (
    <>
      <DrawerHeader title="Add a webhook" onClose={onClose} />
      <SimpleForm
        sx={formSx}
        record={blankForm}
        onSubmit={(form: unknown) => save(form as WebhookForm)}
        toolbar={toolbar}
        warnWhenUnsavedChanges
        disableInvalidFormNotification
      >
        {Boolean(problem) && <ProblemAlert title="Not added" error={problem} />}
        <WebhookFields />
      </SimpleForm>
    </>
  );
}
