import { type ImportJob } from '@app/domain';
import { Box, Link } from '@mui/material';
import { DataTable } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { count } from '../../parts/count';
import { NothingMatches } from '../../parts/NothingMatches';
import { OutcomeBar } from '../../parts/OutcomeBar';
import { RelativeTime } from '../../parts/RelativeTime';
import { shownCounts } from '../check/checkCounts';
import { moves, RowProgress } from './RowProgress';
import { StatusLabel } from '../../parts/StatusLabel';
import { Who } from '../../parts/Who';
import { speed } from '../workedSeconds';
import { kindViews } from '../kinds';
import { Took } from './Took';

const Column = DataTable.Col<ImportJob>;
const sayCount = (n: number | null) => (n === null ? '–' : count(n));

export const ImportTable = () => (
  <DataTable<ImportJob>
    bulkActionButtons={false}
    empty={<NothingMatches what="imports" />}
    rowClick={(id) => `/imports/${id}`}
    sx={{
      '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
      '& .RaDataTable-row': { cursor: 'pointer' },
      '& td, & th': { whiteSpace: 'nowrap', px: 1.5 },
      '& .column-fileName': { maxWidth: { md: 190, lg: 230, xl: 520 } },
      '& .column-kind, & .column-actor': { display: { xs: 'none', lg: 'table-cell' } },
      '& td.column-actor::first-letter': { textTransform: 'uppercase' },
      '& .column-rowsPerSecond': { display: { xs: 'none', xl: 'table-cell' } },
      '& .column-outcome': { width: { lg: 130, xl: 320 } },
    }}
  >
    <Column
      source="fileName"
      disableSort
      render={({ id, fileName }) => (
        <Link
          component={RouterLink}
          to={`/imports/${id}`}
          onClick={(event) => event.stopPropagation()}
          title={fileName}
          noWrap
          sx={{ display: 'block', lineHeight: '24px' }}
        >
          {fileName}
        </Link>
      )}
    />
    <Column source="kind" disableSort render={({ kind }) => kindViews[kind].name} />
    <Column source="status" disableSort render={({ status }) => <StatusLabel status={status} />} />
    <Column source="actor" disableSort render={({ actor }) => <Who actor={actor} />} />
    <Column source="createdAt" disableSort render={({ createdAt }) => <RelativeTime at={createdAt} />} />
    <Column label="Took" disableSort align="right" render={(importJob) => <Took importJob={importJob} />} />
    <Column align="right" source="rows" disableSort render={({ rows, status }) => (status === 'awaiting_mapping' ? '–' : count(rows))} />
    <Column
      source="outcome"
      label="Outcome"
      disableSort
      render={(importJob) =>
        moves(importJob) ? (
          <RowProgress importJob={importJob} />
        ) : (
          <Box sx={{ minWidth: 100 }}>
            <OutcomeBar counts={shownCounts(importJob)} />
          </Box>
        )
      }
    />
    <Column align="right" source="rowsPerSecond" disableSort render={(importJob) => sayCount(speed(importJob))} />
  </DataTable>
);
