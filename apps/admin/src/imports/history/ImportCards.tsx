import { type ImportJob } from '@app/domain';
import { Box } from '@mui/material';
import { SimpleList } from 'react-admin';
import { counted } from '../../parts/count';
import { NothingMatches } from '../../parts/NothingMatches';
import { OutcomeBar } from '../../parts/OutcomeBar';
import { RelativeTime } from '../../parts/RelativeTime';
import { shownCounts } from '../check/checkCounts';
import { kindViews } from '../kinds';
import { moves, RowProgress } from './RowProgress';
import { StatusLabel } from '../../parts/StatusLabel';

/** The history on narrow screens. */
export const ImportCards = () => (
  <SimpleList<ImportJob>
    disablePadding
    empty={<NothingMatches what="imports" />}
    rowClick={(id) => `/imports/${id}`}
    primaryText={({ fileName }) => (
      <Box component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {fileName}
      </Box>
    )}
    secondaryText={(importJob) => (
      <Box component="span" sx={{ display: 'block' }}>
        <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, mb: 0.75 }}>
          <span>{kindViews[importJob.kind].name}</span>
          <StatusLabel status={importJob.status} />
          <span>{counted(importJob.rows, 'row')}</span>
          <RelativeTime at={importJob.createdAt} />
        </Box>
        {moves(importJob) ? <RowProgress importJob={importJob} /> : <OutcomeBar counts={shownCounts(importJob)} height={8} />}
      </Box>
    )}
    sx={{ '& li + li': { borderTop: 1, borderColor: 'divider' }, '& .MuiListItemText-secondary': { display: 'block' } }}
  />
);
