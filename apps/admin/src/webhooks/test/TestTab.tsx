import {
  eventDescription,
  eventExample,
  eventTypes,
  eventTypesOf,
  type EventType,
  type Webhook,
  type WebhookTest,
  type WebhookTestResult,
} from '@app/domain';
import SendIcon from '@mui/icons-material/SendOutlined';
import { Box, Button, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { CodeBlock } from '../../parts/CodeBlock';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { Section } from '../../parts/Section';
import { useWebhookCommand } from '../useWebhooks';
import { TestResult } from './TestResult';

const justATest = 'webhook.test';

/** Sends one message on the spot, whatever state the webhook is in, and shows everything about it. */
export function TestTab({ webhook: { id, enabled, eventTypes: patterns, payload } }: { webhook: Webhook }) {
  const [chosen, setChosen] = useState<EventType | typeof justATest>(justATest);
  const { mutate: send, data: result, error, isPending } = useWebhookCommand<WebhookTestResult, WebhookTest>(`webhooks/${id}/test`);
  const asked = eventTypesOf(patterns);
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 3fr)' },
      }}
    >
      <Section
        title="Send a test"
        lead={`Signed like any other message, and marked by the header “webhook-test”. It is not counted, and moves nothing on${enabled ? '' : '; it works while the webhook is off'}.`}
      >
        <TextField
          select
          fullWidth
          label="Event"
          value={chosen}
          onChange={({ target }) => setChosen(target.value as typeof chosen)}
          sx={{ mb: 2 }}
        >
          <MenuItem value={justATest}>A plain test message</MenuItem>
          {eventTypes.map((type) => (
            <MenuItem key={type} value={type}>
              An example of {type}
              {!asked.includes(type) && ', which it has not asked for'}
            </MenuItem>
          ))}
        </TextField>
        <Typography sx={{ mb: 1.5 }}>{eventDescription(chosen)}</Typography>
        <CodeBlock title="What is sent" code={JSON.stringify(eventExample(chosen, payload), null, 2)} />
        <Button
          variant="contained"
          startIcon={<SendIcon />}
          loading={isPending}
          onClick={() => send(chosen === justATest ? {} : { eventType: chosen })}
          sx={{ mt: 2 }}
        >
          Send
        </Button>
        {error && (
          <Box sx={{ mt: 2 }}>
            <ProblemAlert title="No test was sent" error={error} />
          </Box>
        )}
      </Section>
      <Box aria-live="polite" sx={{ minWidth: 0 }}>
        {result && <TestResult result={result} />}
      </Box>
    </Box>
  );
}
