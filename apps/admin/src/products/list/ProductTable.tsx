import type { Product } from '@app/domain';
import { Box, Link } from '@mui/material';
import { DataTable, DataTableBody, useCanAccess, type DataTableBodyProps } from 'react-admin';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { count } from '../../parts/count';
import { NothingMatches } from '../../parts/NothingMatches';
import { RelativeTime } from '../../parts/RelativeTime';
import { monospace } from '../../theme';
import { ActiveLabel } from './ActiveLabel';
import { ActiveSwitch } from './ActiveSwitch';
import { BulkBar } from './BulkBar';
import { atFirstHidden, columnsKey } from './columns';
import { NameCell } from './NameCell';
import { ProductRow } from './ProductRow';

const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

/** A description can hold a megabyte; no cell shows more than this. */
const shown = (text: string) => text.slice(0, 300);

const Body = (props: DataTableBodyProps) => <DataTableBody {...props} row={ProductRow} />;

const Column = DataTable.Col<Product>;

export function ProductTable() {
  const { search } = useLocation();
  const { canAccess: canChange } = useCanAccess({ resource: 'products', action: 'edit' });
  return (
    <DataTable<Product>
      bulkActionsToolbar={<BulkBar />}
      body={Body}
      storeKey={columnsKey}
      hiddenColumns={atFirstHidden}
      empty={<NothingMatches what="products" />}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-table': { tableLayout: 'fixed', minWidth: 720 },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& .MuiTableCell-root.MuiTableCell-paddingCheckbox': { width: 56 },
        '& .MuiTableCell-paddingCheckbox .MuiCheckbox-root': { p: 0.5, ml: -0.5 },
        '& .column-sku': { width: '18%' },
        '& .column-name': { width: '25%' },
        '& .column-description': { display: { xs: 'none', lg: 'table-cell' } },
        '& .column-active': { width: 92 },
        '& .column-updatedAt, & .column-createdAt': { width: 140, whiteSpace: 'nowrap' },
        '& .column-lastImportId': { width: 120, whiteSpace: 'nowrap' },
        '& .column-version, & .column-id': { width: 96 },
      }}
    >
      <Column
        source="sku"
        render={({ id, sku }) => (
          <Link
            component={RouterLink}
            to={`/products/${id}${search}`}
            onClick={(event) => event.stopPropagation()}
            title={sku}
            sx={{ ...oneLine, display: 'block', fontFamily: monospace, lineHeight: '24px' }}
          >
            {sku}
          </Link>
        )}
      />
      <Column
        source="name"
        render={(product) =>
          canChange ? (
            <NameCell product={product} />
          ) : (
            <Box title={product.name} sx={oneLine}>
              {product.name}
            </Box>
          )
        }
      />
      <Column
        source="description"
        render={({ description }) => (
          <Box title={shown(description)} sx={{ ...oneLine, color: 'text.secondary' }}>
            {shown(description)}
          </Box>
        )}
      />
      <Column
        source="active"
        render={(product) => (canChange ? <ActiveSwitch product={product} /> : <ActiveLabel active={product.active} />)}
      />
      <Column source="updatedAt" sortByOrder="DESC" render={({ updatedAt }) => <RelativeTime at={updatedAt} />} />
      <Column
        source="lastImportId"
        sortByOrder="DESC"
        render={({ lastImportId }) =>
          lastImportId === null ? (
            '–'
          ) : (
            <Link
              component={RouterLink}
              to={`/imports/${lastImportId}`}
              aria-label={`Import ${lastImportId}`}
              onClick={(event) => event.stopPropagation()}
              sx={{ display: 'inline-block', lineHeight: '24px' }}
            >
              #{lastImportId}
            </Link>
          )
        }
      />
      <Column source="createdAt" sortByOrder="DESC" render={({ createdAt }) => <RelativeTime at={createdAt} />} />
      <Column source="version" sortByOrder="DESC" align="right" render={({ version }) => count(version)} />
      <Column source="id" align="right" />
    </DataTable>
  );
}
