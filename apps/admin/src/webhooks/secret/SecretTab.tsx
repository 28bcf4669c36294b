import type { Webhook } from '@app/domain';
import { Box, Button, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { clock } from '../../parts/clock';
import { Section } from '../../parts/Section';
import { RelativeTime } from '../../parts/RelativeTime';
import { RevokeSecretButton } from './RevokeSecretButton';
import { RotateDialog } from './RotateDialog';
import { VerificationSnippets } from './VerificationSnippets';

/** The secrets that sign, a new one in their place, and how a receiver uses them. */
export function SecretTab({ webhook: { id, secrets } }: { webhook: Webhook }) {
  const [rotating, setRotating] = useState(false);
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <Section
        title={secrets.length === 1 ? 'Secret' : `${secrets.length} secrets`}
        lead={
          secrets.length === 1
            ? 'Every message is signed by it. Nobody can look it up; make a new one if it is lost.'
            : 'Every message is signed by each of them, so that a receiver that knows one can verify it.'
        }
        action={
          <Button variant="outlined" onClick={() => setRotating(true)}>
            Make a new secret…
          </Button>
        }
        flush
      >
        <TableContainer>
          <Table size="small" aria-label="Secrets that sign">
            <TableHead>
              <TableRow>
                <TableCell>Secret</TableCell>
                <TableCell>Made</TableCell>
                <TableCell>Signs</TableCell>
                <TableCell />
              </TableRow>
            </TableHead>
            <TableBody>
              {secrets.map((secret, at) => (
                <TableRow key={secret.id} sx={{ height: 48, '&:last-child td': { border: 0 } }}>
                  <TableCell>
                    {at === 0 ? 'newest' : 'older'} (no. {secret.id})
                  </TableCell>
                  <TableCell>
                    <RelativeTime at={secret.createdAt} />
                  </TableCell>
                  <TableCell>{secret.expiresAt === null ? 'until it is replaced' : `until ${clock(secret.expiresAt)}`}</TableCell>
                  <TableCell align="right">{secrets.length > 1 && <RevokeSecretButton webhookId={id} secret={secret} />}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      </Section>
      <Section
        title="How a receiver verifies a message"
        lead="As Standard Webhooks 1.0 has it (standardwebhooks.com), which many languages have a library for."
      >
        <VerificationSnippets />
      </Section>
      {rotating && <RotateDialog id={id} onClose={() => setRotating(false)} />}
    </Box>
  );
}
