import IrregularitiesIcon from '@mui/icons-material/ReportProblemOutlined';
import { Badge, Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { Menu, useSidebarState } from 'react-admin';
import { useIrregularityCounts } from '../irregularities/useIrregularityCounts';
import { count } from '../parts/count';
import { menuKeys } from './menuKeys';

/** "54K": the menu has no room for five digits. */
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 0 });

/** The way to the irregularities, with the number of those that are open; folded, the menu has room for a dot only. */
export function IrregularitiesItem() {
  const [isUnfolded] = useSidebarState();
  const open = useIrregularityCounts()?.open ?? 0;
  return (
    <Menu.Item
      to="/irregularities"
      primaryText={
        <Box component="span" sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 1 }}>
          Irregularities
          {open > 0 && (
            <Box component="span" sx={numberSx}>
              {open < 10_000 ? count(open) : <span aria-hidden>{short.format(open)}</span>}
              <span style={visuallyHidden}>{open < 10_000 ? ' open' : `${count(open)} open`}</span>
            </Box>
          )}
        </Box>
      }
      leftIcon={
        <Badge color="error" variant="dot" invisible={isUnfolded || !open}>
          <IrregularitiesIcon />
        </Badge>
      }
      keyboardShortcut={menuKeys.irregularities}
    />
  );
}

const numberSx = {
  px: 0.75,
  borderRadius: 2,
  fontSize: '0.75rem',
  fontWeight: 600,
  lineHeight: '20px',
  bgcolor: 'error.main',
  color: 'error.contrastText',
} as const;
