import type { Irregularity } from '@app/domain';
import { Box, type TableRowProps } from '@mui/material';
import type { ReactNode } from 'react';
import { DataTable, DataTableBody, useCanAccess, useListContext, useRecordContext, type DataTableBodyProps } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { fullName } from '../customers/customerTexts';
import { CellLink } from '../parts/CellLink';
import { ImportLink } from '../parts/ImportLink';
import { RelativeTime } from '../parts/RelativeTime';
import { TickedRow } from '../parts/TickedRow';
import { DecisionBar } from './DecisionBar';
import { rowLinkId } from './elementIds';
import { irregularityStatusTexts, ruleTexts } from './ruleTexts';
import { SeverityLabel } from './SeverityLabel';

const Column = DataTable.Col<Irregularity>;

function Row({ children, className }: TableRowProps) {
  const { id, rule } = useRecordContext<Irregularity>()!;
  const { search } = useLocation();
  return (
    <TickedRow
      name={`${ruleTexts[rule].title}, ${id}`}
      to={`/irregularities/${id}${search}`}
      className={className}
      sx={{ '&:focus-within': { boxShadow: (theme) => `inset 4px 0 ${theme.palette.primary.main}`, bgcolor: 'action.hover' } }}
    >
      {children}
    </TickedRow>
  );
}

const Body = (props: DataTableBodyProps) => <DataTableBody {...props} row={Row} />;

export function IrregularityTable({ empty }: { empty: ReactNode }) {
  const { search } = useLocation();
  const { filterValues } = useListContext();
  const { canAccess: canDecide } = useCanAccess({ resource: 'irregularities', action: 'edit' });
  return (
    <DataTable<Irregularity>
      bulkActionButtons={canDecide ? undefined : false}
      bulkActionsToolbar={canDecide ? <DecisionBar /> : undefined}
      body={canDecide ? Body : undefined}
      rowClick={(id) => `/irregularities/${id}${search}`}
      empty={empty}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& .MuiTableCell-root.MuiTableCell-paddingCheckbox': { width: 56 },
        '& .column-severity, & .column-status, & .column-createdAt, & .column-importId': { whiteSpace: 'nowrap' },
        '& .column-customer': { minWidth: 110, maxWidth: 220, display: { xs: 'none', md: 'table-cell' } },
        '& .column-importId': { display: { xs: 'none', lg: 'table-cell' } },
      }}
    >
      <Column source="severity" disableSort render={({ severity }) => <SeverityLabel severity={severity} />} />
      <Column
        source="rule"
        disableSort
        render={({ id, rule, message }) => (
          <>
            <CellLink id={rowLinkId(id)} to={`/irregularities/${id}${search}`} sx={{ fontWeight: 600 }}>
              {ruleTexts[rule].title}
            </CellLink>
            <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{message}</Box>
          </>
        )}
      />
      {!filterValues.status && <Column source="status" disableSort render={({ status }) => irregularityStatusTexts[status]} />}
      <Column
        source="customer"
        disableSort
        render={({ customer }) =>
          customer ? <CellLink to={`/customers/${customer.id}`}>{fullName(customer) || customer.customerId}</CellLink> : '–'
        }
      />
      <Column source="importId" disableSort render={({ importId, rowNo }) => <ImportLink id={importId} rowNo={rowNo} />} />
      <Column source="createdAt" disableSort render={({ createdAt }) => <RelativeTime at={createdAt} />} />
    </DataTable>
  );
}
