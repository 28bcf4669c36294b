import { isFinished, type BulkJob } from '@app/domain';
import { Box, Card, Link, Typography, useMediaQuery, type Theme } from '@mui/material';
import { DataTable, ListBase, ListView, SimpleList } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { ListError } from '../parts/ListError';
import { ListPages } from '../parts/ListPages';
import { listSx } from '../parts/listSx';
import { Page } from '../parts/Page';
import { RelativeTime } from '../parts/RelativeTime';
import { StatusLabel } from '../parts/StatusLabel';
import { Who } from '../parts/Who';
import { bulkTitle, sayOutcome } from './bulkTexts';

const Column = DataTable.Col<BulkJob>;
const outcome = (bulkJob: BulkJob) => (isFinished(bulkJob) ? sayOutcome(bulkJob) : `${bulkJob.progress} %`);

/** What was changed in bulk: where an undo is found again. */
export function BulkJobList() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <ListBase<BulkJob> perPage={25} sort={{ field: 'id', order: 'DESC' }} queryOptions={{ refetchInterval: 5_000 }}>
      <Page
        title="Bulk changes"
        lead={
          <>
            Changes of many{' '}
            <Link component={RouterLink} to="/products" underline="always">
              products
            </Link>{' '}
            at once. Each can be undone for 90 days.
          </>
        }
      >
        <ListView
          title={false}
          actions={false}
          pagination={<ListPages />}
          empty={<NoneYet />}
          error={<ListError what="Bulk changes" />}
          sx={listSx}
        >
          {isPhone ? (
            <SimpleList<BulkJob>
              disablePadding
              rowClick={(id) => `/bulk-jobs/${id}`}
              primaryText={(bulkJob) => (
                <Box component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
                  {bulkTitle(bulkJob)}
                </Box>
              )}
              secondaryText={(bulkJob) => (
                <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
                  <StatusLabel status={bulkJob.status} />
                  <RelativeTime at={bulkJob.createdAt} />
                  <span>{outcome(bulkJob)}</span>
                </Box>
              )}
            />
          ) : (
            <DataTable<BulkJob>
              bulkActionButtons={false}
              rowClick={(id) => `/bulk-jobs/${id}`}
              sx={{ '& .RaDataTable-row': { cursor: 'pointer' } }}
            >
              <Column
                label="Change"
                disableSort
                render={(bulkJob) => (
                  <Link
                    component={RouterLink}
                    to={`/bulk-jobs/${bulkJob.id}`}
                    onClick={(event) => event.stopPropagation()}
                    sx={{ display: 'inline-block', lineHeight: '24px', overflowWrap: 'anywhere' }}
                  >
                    {bulkTitle(bulkJob)}
                  </Link>
                )}
              />
              <Column label="Status" disableSort render={({ status }) => <StatusLabel status={status} />} />
              <Column label="Outcome" disableSort render={outcome} />
              <Column label="Who" disableSort render={({ actor }) => <Who actor={actor} />} />
              <Column label="Started" disableSort render={({ createdAt }) => <RelativeTime at={createdAt} />} />
            </DataTable>
          )}
        </ListView>
      </Page>
    </ListBase>
  );
}

const NoneYet = () => (
  <Card sx={{ px: 3, py: 8, textAlign: 'center' }}>
    <Typography variant="h2">Nothing was changed in bulk yet</Typography>
    <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>
      Tick products in their list to activate, deactivate, change or delete many at once.
    </Typography>
  </Card>
);
