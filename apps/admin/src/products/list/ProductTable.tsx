import type { Product } from '@app/domain';
import { Box, Link } from '@mui/material';
import { DataTable, useCanAccess } from 'react-admin';
import { Link as RouterLink, useLocation, useNavigate } from 'react-router-dom';
import { count } from '../../parts/count';
import { NothingMatches } from '../../parts/NothingMatches';
import { RelativeTime } from '../../parts/RelativeTime';
import { monospace } from '../../theme';
import { ActiveLabel } from './ActiveLabel';
import { ActiveSwitch } from './ActiveSwitch';
import { BulkBar } from './BulkBar';
import { NameCell } from './NameCell';

const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

/** A description can hold a megabyte; no cell shows more than this. */
const shown = (text: string) => text.slice(0, 300);

const atFirstHidden = ['createdAt', 'version', 'id'];

const Column = DataTable.Col<Product>;

export function ProductTable() {
  const navigate = useNavigate();
  const { search } = useLocation();
  const { canAccess: canChange } = useCanAccess({ resource: 'products', action: 'edit' });
  return (
    <DataTable<Product>
      bulkActionsToolbar={<BulkBar />}
      hiddenColumns={atFirstHidden}
      empty={<NothingMatches what="products" />}
      rowClick={(id) => {
        navigate(`/products/${id}${search}`); // react-admin's own would scroll the list to its top, and forget the view
        return false;
      }}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-table': { tableLayout: 'fixed', minWidth: 720 },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& .MuiTableCell-paddingCheckbox': { width: 48 },
        '& .column-sku': { width: '20%' },
        '& .column-name': { width: '26%' },
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
