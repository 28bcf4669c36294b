import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, Drawer, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { counted } from '../../parts/count';
import { DrawerHeader } from '../edit/DrawerHeader';
import { FilterPanel } from './FilterPanel';

/** The filters on screens that have no room for them beside the list. */
export function FilterSheet() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [open, setOpen] = useState(false);
  const { filterValues, total, meta } = useListContext();
  const used = Object.keys(filterValues).filter((field) => field !== 'q').length;
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="outlined" startIcon={<TuneIcon />} aria-haspopup="dialog" onClick={() => setOpen(true)} sx={{ flexShrink: 0 }}>
        Filters{used > 0 && ` (${used})`}
      </Button>
      <Drawer
        anchor={isPhone ? 'bottom' : 'right'}
        open={open}
        onClose={close}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-modal': true,
            'aria-label': 'Filters and views',
            sx: { width: { xs: '100%', sm: 400 }, maxHeight: { xs: '92%', sm: 'none' } },
          },
        }}
      >
        <DrawerHeader title="Filters and views" onClose={close} />
        <Box sx={{ px: 3, pb: 2, overflowY: 'auto', flexGrow: 1 }}>
          <FilterPanel />
        </Box>
        <Box sx={{ px: 3, py: 1.5, borderTop: 1, borderColor: 'divider' }}>
          <Button variant="contained" fullWidth onClick={close}>
            {total === undefined ? 'Show' : `Show ${meta?.isEstimate ? 'about ' : ''}${counted(total, 'product')}`}
          </Button>
        </Box>
      </Drawer>
    </>
  );
}
