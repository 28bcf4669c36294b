import type { WebhookTestResult } from '@app/domain';
import { Alert, AlertTitle, Box, Typography } from '@mui/material';
import { CodeBlock } from '../../parts/CodeBlock';
import { count } from '../../parts/count';
import { readableJson } from '../../parts/readableJson';
import { Section } from '../../parts/Section';
import { answerText } from '../deliveries/AttemptDetails';
import { headerLines } from '../deliveries/headerLines';
import { PhaseBar } from '../deliveries/PhaseBar';
import { VerificationSnippets } from '../secret/VerificationSnippets';
import { sayFault } from '../webhookTexts';

/** How a test ended: code, time and where it went, the request as it was sent, and how its receiver verifies this very one. */
export function TestResult({ result }: { result: WebhookTestResult }) {
  const { ok, status, durationMs, timings, remoteAddress, responseHeaders, responseBody, request, error } = result;
  const isCompressed = 'content-encoding' in request.headers; // what is signed then is not the text that is shown
  return (
    <Section title="What came back">
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Alert severity={ok ? 'success' : 'error'} sx={{ overflowWrap: 'anywhere' }}>
          <AlertTitle>
            {status ?? 'No answer'} {status === null ? 'after' : 'in'} {count(durationMs)} ms
          </AlertTitle>
          {error ? (
            <>
              {error.message} {sayFault(error.class, status)}
            </>
          ) : (
            'The receiver took it.'
          )}
        </Alert>
        <PhaseBar timings={timings} remoteAddress={remoteAddress} />
        {status !== null && <CodeBlock title="Answer" code={answerText(status, responseHeaders, responseBody)} maxHeight={240} />}
        <CodeBlock title="Request headers" code={headerLines(request.headers)} maxHeight={220} />
        <CodeBlock title="Request body" code={readableJson(request.body)} copies={request.body} maxHeight={280} />
        <div>
          <Typography variant="h3">How its receiver verifies it</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary', mb: 0.5 }}>
            {isCompressed
              ? 'The body is compressed, and what is signed are the compressed bytes: verify them as they come.'
              : 'With this request in it; put the secret into WEBHOOK_SECRET and run it.'}
          </Typography>
          <VerificationSnippets sample={isCompressed ? undefined : request} />
        </div>
      </Box>
    </Section>
  );
}
