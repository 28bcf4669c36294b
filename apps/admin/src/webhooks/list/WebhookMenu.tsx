import type { Webhook } from '@app/domain';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import MoreIcon from '@mui/icons-material/MoreVert';
import TestIcon from '@mui/icons-material/SendOutlined';
import { Box, IconButton, ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { DeleteWebhookDialog } from '../DeleteWebhookDialog';

/** What is done with one webhook. */
export function WebhookMenu({ webhook, onDeleted }: { webhook: Webhook; onDeleted?: () => void }) {
  const { id, url } = webhook;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [deleting, setDeleting] = useState(false);
  const close = () => setAnchor(null);
  return (
    <Box component="span" onClick={(event) => event.stopPropagation()}>
      <IconButton
        size="small"
        aria-label={`More actions for ${url}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        <MenuItem component={Link} to={`/webhooks/${id}/test`} onClick={close}>
          <ListItemIcon>
            <TestIcon fontSize="small" />
          </ListItemIcon>
          Send a test
        </MenuItem>
        <MenuItem component={Link} to={`/webhooks/${id}/settings/edit`} onClick={close}>
          <ListItemIcon>
            <EditIcon fontSize="small" />
          </ListItemIcon>
          Edit
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            setDeleting(true);
          }}
          sx={{ color: 'error.main' }}
        >
          <ListItemIcon sx={{ color: 'inherit' }}>
            <DeleteIcon fontSize="small" />
          </ListItemIcon>
          Delete…
        </MenuItem>
      </Menu>
      {deleting && <DeleteWebhookDialog webhook={webhook} onDeleted={onDeleted} onClose={() => setDeleting(false)} />}
    </Box>
  );
}
