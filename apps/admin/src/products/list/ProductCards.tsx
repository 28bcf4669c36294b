import type { Product } from '@app/domain';
import { Box } from '@mui/material';
import { SimpleList } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { NothingMatches } from '../../parts/NothingMatches';
import { RelativeTime } from '../../parts/RelativeTime';
import { monospace } from '../../theme';
import { ActiveLabel } from './ActiveLabel';

const twoLines = {
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;

/** The list on phones. */
export function ProductCards() {
  const { search } = useLocation();
  return (
    <SimpleList<Product>
      disablePadding
      empty={<NothingMatches what="products" />}
      rowClick={(id) => `/products/${id}${search}`}
      primaryText={({ name }) => (
        <Box component="span" sx={{ ...twoLines, fontWeight: 600 }}>
          {name}
        </Box>
      )}
      secondaryText={({ sku, active, updatedAt }) => (
        <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5 }}>
          <Box component="span" sx={{ ...twoLines, fontFamily: monospace, flexBasis: '100%', color: 'text.primary' }}>
            {sku}
          </Box>
          <ActiveLabel active={active} />
          <RelativeTime at={updatedAt} />
        </Box>
      )}
      sx={{ '& li + li': { borderTop: 1, borderColor: 'divider' } }}
    />
  );
}
