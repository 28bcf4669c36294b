import type { AddedWebhook } from '@app/domain';
import { Box, Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { SecretOnce } from '../secret/SecretOnce';

/** A webhook was added: its secret, this once, and what to do next. */
export function WebhookAdded({ webhook: { id, url, secret }, onClose }: { webhook: AddedWebhook; onClose: () => void }) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView(); // the form before it was scrolled to its end
    top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Box ref={top} tabIndex={-1} sx={{ outline: 0 }}>
      <DrawerHeader title="Webhook added" lead={<Box sx={{ overflowWrap: 'anywhere' }}>{url}</Box>} onClose={onClose} />
      <Box sx={{ px: 3, pb: 3 }}>
        <SecretOnce secret={secret} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 3 }}>
          <Button variant="contained" component={Link} to={`/webhooks/${id}/test`}>
            Send a test
          </Button>
          <Button onClick={onClose}>I have kept the secret</Button>
        </Box>
      </Box>
    </Box>
  );
}
