import type { Webhook } from '@app/domain';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import { RelativeTime } from '../../parts/RelativeTime';
import { Section } from '../../parts/Section';
import { DeleteWebhookDialog } from '../DeleteWebhookDialog';
import { sayings } from './settingTexts';

/** What a webhook is set to. */
export function SettingsTab({ webhook }: { webhook: Webhook }) {
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  return (
    <Section
      title="Settings"
      lead={
        <>
          Added <RelativeTime at={webhook.createdAt} />, changed <RelativeTime at={webhook.updatedAt} />
        </>
      }
      action={
        <CanAccess resource="webhooks" action="edit">
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button variant="outlined" startIcon={<EditIcon />} component={Link} to={`/webhooks/${webhook.id}/settings/edit`}>
              Edit
            </Button>
            <Button color="error" startIcon={<DeleteIcon />} onClick={() => setDeleting(true)}>
              Delete
            </Button>
          </Box>
        </CanAccess>
      }
    >
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'max-content minmax(0, 1fr)' },
          columnGap: 3,
          rowGap: { xs: 0, sm: 1 },
        }}
      >
        {sayings(webhook).map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Typography component="dt" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Box component="dd" sx={{ m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: 'anywhere' }}>
              {value}
            </Box>
          </Box>
        ))}
      </Box>
      {deleting && <DeleteWebhookDialog webhook={webhook} onDeleted={() => navigate('/webhooks')} onClose={() => setDeleting(false)} />}
    </Section>
  );
}
