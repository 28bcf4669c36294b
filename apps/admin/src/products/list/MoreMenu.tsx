import ExportIcon from '@mui/icons-material/Download';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import BulkIcon from '@mui/icons-material/DynamicFeed';
import MoreIcon from '@mui/icons-material/MoreVert';
import { IconButton, ListItemIcon, Menu, MenuItem, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useCanAccess, useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import { DeleteAllDialog } from '../../bulk-jobs/DeleteAllDialog';
import { ExportDialog } from '../../parts/export/ExportDialog';
import { listedProducts } from '../listedProducts';

/** What is done with the list as a whole. */
export function MoreMenu() {
  const { filterValues, total } = useListContext();
  const { canAccess: canPurge } = useCanAccess({ resource: 'products', action: 'purge' });
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<'export' | 'delete'>();
  const close = () => setAnchor(null);
  const show = (what: 'export' | 'delete') => () => {
    close();
    setOpen(what);
  };
  return (
    <>
      <Tooltip title="More actions">
        <IconButton
          aria-label="More actions"
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreIcon />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {total !== 0 && (
          <MenuItem onClick={show('export')}>
            <ListItemIcon>
              <ExportIcon fontSize="small" />
            </ListItemIcon>
            Export…
          </MenuItem>
        )}
        <MenuItem component={Link} to="/bulk-jobs">
          <ListItemIcon>
            <BulkIcon fontSize="small" />
          </ListItemIcon>
          Bulk changes
        </MenuItem>
        {canPurge && total !== 0 && (
          <MenuItem onClick={show('delete')} sx={{ color: 'error.main' }}>
            <ListItemIcon sx={{ color: 'inherit' }}>
              <DeleteIcon fontSize="small" />
            </ListItemIcon>
            Delete all products…
          </MenuItem>
        )}
      </Menu>
      {open === 'export' && <ExportDialog of={listedProducts} selection={{ filter: filterValues }} onClose={() => setOpen(undefined)} />}
      {open === 'delete' && <DeleteAllDialog onClose={() => setOpen(undefined)} />}
    </>
  );
}
