import type { Delivery } from '@app/domain';
import { Box } from '@mui/material';
import { DataTable, DataTableBody, type DataTableBodyProps } from 'react-admin';
import { NothingMatches } from '../../parts/NothingMatches';
import { count } from '../../parts/count';
import { RelativeTime } from '../../parts/RelativeTime';
import { monospace } from '../../theme';
import { useMayChange } from '../useWebhooks';
import { DeliveryPanel } from './DeliveryPanel';
import { DeliveryRow } from './DeliveryRow';
import { DeliveryStateLabel } from './DeliveryStateLabel';
import { sayContents, sayResult } from './deliveryWords';
import { ResendBar } from './ResendBar';

const Body = (props: DataTableBodyProps) => <DataTableBody {...props} row={DeliveryRow} />;

const Column = DataTable.Col<Delivery>;

export function DeliveryTable({ webhookId }: { webhookId: number }) {
  const mayChange = useMayChange();
  return (
    <DataTable<Delivery>
      bulkActionsToolbar={mayChange ? <ResendBar webhookId={webhookId} /> : undefined}
      bulkActionButtons={mayChange ? undefined : false}
      body={Body}
      expand={<DeliveryPanel />}
      expandSingle
      empty={<NothingMatches what="deliveries" />}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& td, & th': { px: 1.5 },
        '& .MuiTableCell-paddingCheckbox .MuiCheckbox-root': { p: 0.5 },
        '& .RaDataTable-expandIconCell': { width: 48 },
        '& .column-attempts': { width: 90 },
        '& .column-position': { display: { xs: 'none', lg: 'table-cell' } },
      }}
    >
      <Column source="createdAt" label="Made" disableSort render={({ createdAt }) => <RelativeTime at={createdAt} />} />
      <Column
        source="type"
        label="Contents"
        disableSort
        render={(delivery) => (
          <Box
            component="span"
            sx={{
              fontFamily: delivery.type === 'batch' ? undefined : monospace,
              fontSize: delivery.type === 'batch' ? undefined : '0.8125rem',
            }}
          >
            {sayContents(delivery)}
            {delivery.isReplay && (
              <Box component="span" sx={{ color: 'text.secondary', fontFamily: 'inherit' }}>
                {' '}
                replayed
              </Box>
            )}
          </Box>
        )}
      />
      <Column source="state" label="State" disableSort render={(delivery) => <DeliveryStateLabel delivery={delivery} />} />
      <Column source="result" label="Answer" disableSort render={sayResult} />
      <Column source="attempts" label="Attempts" disableSort align="right" render={({ attempts }) => count(attempts)} />
      <Column
        source="position"
        label="In the log"
        disableSort
        render={({ from, to }) => (
          <Box component="span" sx={{ fontFamily: monospace, fontSize: '0.8125rem', color: 'text.secondary' }}>
            {from === null ? '–' : from === to ? from : `${from} – ${to}`}
          </Box>
        )}
      />
    </DataTable>
  );
}
