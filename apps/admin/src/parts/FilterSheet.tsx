import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, Drawer, useMediaQuery, type Theme } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useListContext } from 'react-admin';
import { counted } from './count';
import { DrawerHeader } from './DrawerHeader';

type Props = {
  title: string;
  /** What the list is of. */
  one: string;
  many?: string;
  /** Fields of the filter that are not in here. */
  except?: readonly string[];
  children: ReactNode;
};

/** The filters on screens that have no room for them beside the list. */
export function FilterSheet({ title, one, many, except = [], children }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [open, setOpen] = useState(false);
  const { filterValues, total, meta } = useListContext();
  const used = Object.keys(filterValues).filter((field) => field !== 'q' && !except.includes(field)).length;
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
            'aria-label': title,
            sx: { width: { xs: '100%', sm: 400 }, maxHeight: { xs: '92%', sm: 'none' } },
          },
        }}
      >
        <DrawerHeader title={title} onClose={close} />
        <Box sx={{ px: 3, pb: 2, overflowY: 'auto', flexGrow: 1 }}>{children}</Box>
        <Box sx={{ px: 3, py: 1.5, borderTop: 1, borderColor: 'divider' }}>
          <Button variant="contained" fullWidth onClick={close}>
            {total === undefined ? 'Show' : `Show ${meta?.isEstimate ? 'about ' : ''}${counted(total, one, many)}`}
          </Button>
        </Box>
      </Drawer>
    </>
  );
}
