import { Alert, Box, Typography } from '@mui/material';
import { CodeBlock } from '../../parts/CodeBlock';
import { useLeaveWarning } from '../../parts/useLeaveWarning';
import { VerificationSnippets } from './VerificationSnippets';

/** A new secret, which nobody can look up afterwards, and what its receiver does with it. `kept`: it may leave the screen. */
export function SecretOnce({ secret, kept = false }: { secret: string; kept?: boolean }) {
  useLeaveWarning(!kept, { question: 'The secret is shown this once. Leave, and never see it again?' });
  return (
    <Box sx={{ display: 'grid', gap: 2, mt: 1 }}>
      <Alert severity="info">
        Copy the secret now and give it to the receiver: it is shown this once. Afterwards only a new one can be made.
      </Alert>
      <CodeBlock title="Secret" code={secret} />
      <div>
        <Typography sx={{ mb: 1 }}>By it the receiver knows that a message is ours and nobody has changed it:</Typography>
        <VerificationSnippets />
      </div>
    </Box>
  );
}
