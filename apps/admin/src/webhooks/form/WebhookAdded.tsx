import type { AddedWebhook } from '@app/domain';
import NewTabIcon from '@mui/icons-material/OpenInNew';
import { Box, Button } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { VisuallyHidden } from '../../parts/VisuallyHidden';
import { SecretOnce } from '../secret/SecretOnce';

/** A webhook was added: its secret, this once, and what to do next. */
export function WebhookAdded({ webhook: { id, url, secret }, onClose }: { webhook: AddedWebhook; onClose: () => void }) {
  const top = useRef<HTMLDivElement>(null);
  const [kept, setKept] = useState(false);
  useEffect(() => {
    top.current?.scrollIntoView(); // the form before it was scrolled to its end
    top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Box ref={top} tabIndex={-1} sx={{ outline: 0 }}>
      <DrawerHeader title="Webhook added" lead={url} onClose={onClose} />
      <Box sx={{ px: 3, pb: 3 }}>
        <SecretOnce secret={secret} kept={kept} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 3 }}>
          <Button
            variant="contained"
            onClick={() => {
              setKept(true);
              setTimeout(onClose); // once it is known to be kept, or one would be asked
            }}
          >
            I have kept the secret
          </Button>
          <Button component={Link} to={`/webhooks/${id}/test`} target="_blank" endIcon={<NewTabIcon />}>
            Send a test<VisuallyHidden> in a new tab</VisuallyHidden>
          </Button>
        </Box>
      </Box>
    </Box>
  );
}
