import type { Attempt, AttemptTrigger } from '@app/domain';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import OkIcon from '@mui/icons-material/CheckCircleOutlined';
import { Box, Button, Card, Typography } from '@mui/material';
import { useState } from 'react';
import { CodeBlock } from '../../parts/CodeBlock';
import { count } from '../../parts/count';
import { IconLabel } from '../../parts/IconLabel';
import { RelativeTime } from '../../parts/RelativeTime';
import { sayFault } from '../webhookTexts';
import { headerLines } from './headerLines';
import { PhaseBar } from './PhaseBar';

const triggerTexts: Record<AttemptTrigger, string> = {
  automatic: '',
  probe: 'to see whether it is back',
  resend: 'resent by a person',
  replay: 'replayed',
  test: 'a test',
};

/** One attempt: when, what for, what came back, and where the time went. */
export function AttemptDetails({ attempt, unfolded = false }: { attempt: Attempt; unfolded?: boolean }) {
  const [open, setOpen] = useState(unfolded);
  const { attemptNo, trigger, sentAt, ok, status, error, timings, remoteAddress, requestHeaders, responseHeaders, responseBody } = attempt;
  return (
    <Card sx={{ p: 2, display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Typography variant="h3" component="h4">
          Attempt {count(attemptNo)}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', flexGrow: 1 }}>
          <RelativeTime at={sentAt} />
          {triggerTexts[trigger] && `, ${triggerTexts[trigger]}`}
        </Typography>
        <IconLabel icon={ok ? OkIcon : FailedIcon} colour={ok ? 'created' : 'rejected'}>
          {status ?? 'no answer'}
        </IconLabel>
      </Box>
      {error && (
        <Box sx={{ overflowWrap: 'anywhere' }}>
          <Typography>{error.message}</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {sayFault(error.class, status)}
          </Typography>
        </Box>
      )}
      <PhaseBar timings={timings} remoteAddress={remoteAddress} />
      {open ? (
        <>
          <CodeBlock title="Request headers" code={headerLines(requestHeaders)} maxHeight={220} />
          {status !== null && <CodeBlock title="Answer" code={answerText(status, responseHeaders, responseBody)} maxHeight={260} />}
        </>
      ) : (
        <Button size="small" onClick={() => setOpen(true)} sx={{ justifySelf: 'start' }}>
          Request and answer
        </Button>
      )}
    </Card>
  );
}

/** An answer as a protocol shows it. */
export const answerText = (status: number, headers: Record<string, string>, body: string | null) =>
  [`HTTP ${status}`, headerLines(headers), ...(body ? ['', body] : [])].filter((line, at) => line !== '' || at > 1).join('\n');
