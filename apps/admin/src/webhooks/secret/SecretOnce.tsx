import { Alert, Box, Typography } from '@mui/material';
import { CodeBlock } from '../../parts/CodeBlock';
import { VerificationSnippets } from './VerificationSnippets';

/** A new secret, which nobody can look up afterwards, and what its receiver does with it. */
export const SecretOnce = ({ secret }: { secret: string }) => (
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
