import type { ImportJob, ReplayRequest } from '@app/domain';
import { Box, Button, Checkbox, FormControlLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { counted } from '../../parts/count';
import { instant } from '../../parts/instant';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { Section } from '../../parts/Section';
import { SwitchedOffNotice } from '../SwitchedOffNotice';
import { ImportChoice } from './ImportChoice';
import { ReplaySize } from './ReplaySize';
import { useReplay } from './useReplay';

type Way = 'import' | 'stretch' | 'failed';
type Choice = { way: Way; importJob: ImportJob | null; from: string; to: string; latest: boolean };

const ways: { way: Way; label: string }[] = [
  { way: 'import', label: 'Everything of an import' },
  { way: 'stretch', label: 'What happened between two moments' },
  { way: 'failed', label: 'What has failed since' },
];

/** As the API has it; nothing as long as something is missing. */
function requestOf({ way, importJob, latest, ...moments }: Choice): ReplayRequest | undefined {
  if (way === 'import') return importJob ? { importId: importJob.id, latest } : undefined;
  const [from, to] = [instant(moments.from), instant(moments.to)];
  if (!from) return undefined;
  if (way === 'failed') return { failedSince: from, latest: false };
  return moments.to && !to ? undefined : { from, ...(to && { to }), latest };
}

/** What shall be replayed: chosen, then counted, then sent. */
export function ReplayForm({ webhookId, enabled }: { webhookId: number; enabled: boolean }) {
  const waysId = useId();
  const [choice, setChoice] = useState<Choice>({ way: 'import', importJob: null, from: '', to: '', latest: false });
  const request = requestOf(choice);
  const { events, hasChanged, problem, isPending, reset, ask, start } = useReplay(webhookId, request);
  const change = (part: Partial<Choice>) => {
    setChoice({ ...choice, ...part });
    reset();
  };
  const moment = (label: string, key: 'from' | 'to') => (
    <TextField
      type="datetime-local"
      label={label}
      value={choice[key]}
      onChange={({ target }) => change({ [key]: target.value })}
      fullWidth
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: '9999-12-31T23:59' } }}
    />
  );

  return (
    <Section
      title="Replay"
      lead="Beside what goes on: new events are not held up. They keep their ids and carry the header “webhook-replay”."
    >
      {!enabled && <SwitchedOffNotice />}
      <Typography id={waysId} sx={{ fontWeight: 600 }}>
        What
      </Typography>
      <RadioGroup aria-labelledby={waysId} value={choice.way} onChange={(_, way) => change({ way: way as Way })} sx={{ mb: 2 }}>
        {ways.map(({ way, label }) => (
          <FormControlLabel key={way} value={way} control={<Radio size="small" />} label={label} />
        ))}
      </RadioGroup>
      <Box sx={{ display: 'grid', gap: 2, mb: 1 }}>
        {choice.way === 'import' && <ImportChoice value={choice.importJob} onChange={(importJob) => change({ importJob })} />}
        {choice.way === 'stretch' && moment('From', 'from')}
        {choice.way === 'stretch' && moment('To (empty: now)', 'to')}
        {choice.way === 'failed' && moment('Since', 'from')}
      </Box>
      {choice.way !== 'failed' && (
        <FormControlLabel
          control={<Checkbox size="small" checked={choice.latest} onChange={(_, latest) => change({ latest })} />}
          label="Of each product only its newest event"
        />
      )}
      <Box aria-live="polite" sx={{ my: 2 }}>
        {problem && <ProblemAlert title="Nothing was sent" error={problem} />}
        {events !== undefined && <ReplaySize webhookId={webhookId} events={events} hasChanged={hasChanged} />}
      </Box>
      {events ? (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          <Button variant="contained" loading={isPending} onClick={() => start(() => change({}))}>
            Replay {counted(events, 'event')}
          </Button>
          <Button onClick={reset}>Leave it</Button>
        </Box>
      ) : (
        <Button variant="outlined" disabled={!request || !enabled} loading={isPending} onClick={ask}>
          Count them first
        </Button>
      )}
    </Section>
  );
}
