import type { ImportJob, ReplayRequest } from '@app/domain';
import { Alert, Autocomplete, Box, Button, Checkbox, FormControlLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useGetList } from 'react-admin';
import { clock } from '../../parts/clock';
import { counted } from '../../parts/count';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { Section } from '../../parts/Section';
import { ReplaySize } from './ReplaySize';
import { useReplay } from './useReplay';

type Way = 'import' | 'stretch' | 'failed';
type Choice = { way: Way; importJob: ImportJob | null; from: string; to: string; latest: boolean };

const ways: { way: Way; label: string }[] = [
  { way: 'import', label: 'Everything of an import' },
  { way: 'stretch', label: 'What happened between two moments' },
  { way: 'failed', label: 'What has failed since' },
];

const lately = { sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 50 } } as const;
const instant = (local: string) => new Date(local).toISOString();

/** As the API has it; nothing as long as something is missing. */
function requestOf({ way, importJob, from, to, latest }: Choice): ReplayRequest | undefined {
  if (way === 'import') return importJob ? { importId: importJob.id, latest } : undefined;
  if (!from) return undefined;
  return way === 'failed' ? { failedSince: instant(from), latest: false } : { from: instant(from), ...(to && { to: instant(to) }), latest };
}

/** What shall be sent again: chosen, then counted, then sent. */
export function ReplayForm({ webhookId, enabled }: { webhookId: number; enabled: boolean }) {
  const waysId = useId();
  const [choice, setChoice] = useState<Choice>({ way: 'import', importJob: null, from: '', to: '', latest: false });
  const { data: imports = [] } = useGetList<ImportJob>('imports', lately);
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
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );

  return (
    <Section
      title="Send again"
      lead="Beside what goes on: new events are not held up. They keep their ids and carry the header “webhook-replay”."
    >
      {!enabled && (
        <Alert severity="info" sx={{ mb: 2 }}>
          The webhook is off: switch it on first.
        </Alert>
      )}
      <Typography id={waysId} sx={{ fontWeight: 600 }}>
        What
      </Typography>
      <RadioGroup aria-labelledby={waysId} value={choice.way} onChange={(_, way) => change({ way: way as Way })} sx={{ mb: 2 }}>
        {ways.map(({ way, label }) => (
          <FormControlLabel key={way} value={way} control={<Radio size="small" />} label={label} />
        ))}
      </RadioGroup>
      <Box sx={{ display: 'grid', gap: 2, mb: 1 }}>
        {choice.way === 'import' && (
          <Autocomplete
            options={imports}
            value={choice.importJob}
            onChange={(_, importJob) => change({ importJob })}
            getOptionKey={({ id }) => id}
            getOptionLabel={({ id, fileName, createdAt }) => `${id}: ${fileName}, ${clock(createdAt)}`}
            isOptionEqualToValue={(one, other) => one.id === other.id}
            noOptionsText="No such import"
            renderInput={(params) => <TextField {...params} label="Import" />}
          />
        )}
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
            Send {counted(events, 'event')} again
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
