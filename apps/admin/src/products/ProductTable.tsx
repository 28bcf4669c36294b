import type { Product } from '@app/domain';
import { Box, Link } from '@mui/material';
import { DataTable } from 'react-admin';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { NothingMatches } from '../parts/NothingMatches';
import { RelativeTime } from '../parts/RelativeTime';
import { monospace } from '../theme';
import { ActiveLabel } from './ActiveLabel';

const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

/** A description can hold a megabyte; no cell shows more than this. */
const shown = (text: string) => text.slice(0, 300);

const Column = DataTable.Col<Product>;

export function ProductTable() {
  const navigate = useNavigate();
  return (
    <DataTable<Product>
      bulkActionButtons={false}
      empty={<NothingMatches what="products" />}
      rowClick={(id) => {
        navigate(`/products/${id}`); // react-admin's own would scroll the list to its top
        return false;
      }}
      sx={{
        '& .RaDataTable-table': { tableLayout: 'fixed' },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& .column-sku': { width: '22%' },
        '& .column-name': { width: '25%' },
        '& .column-description': { display: { xs: 'none', lg: 'table-cell' } },
        '& .column-active': { width: 116 },
        '& .column-updatedAt': { width: 152, whiteSpace: 'nowrap' },
      }}
    >
      <Column
        source="sku"
        render={({ id, sku }) => (
          <Link
            component={RouterLink}
            to={`/products/${id}`}
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
        render={({ name }) => (
          <Box title={name} sx={oneLine}>
            {name}
          </Box>
        )}
      />
      <Column
        source="description"
        disableSort
        render={({ description }) => (
          <Box title={shown(description)} sx={{ ...oneLine, color: 'text.secondary' }}>
            {shown(description)}
          </Box>
        )}
      />
      <Column source="active" render={({ active }) => <ActiveLabel active={active} />} />
      <Column source="updatedAt" sortByOrder="DESC" render={({ updatedAt }) => <RelativeTime at={updatedAt} />} />
    </DataTable>
  );
}
