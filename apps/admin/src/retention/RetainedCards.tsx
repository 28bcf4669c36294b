import type { Retained } from '@app/domain';
import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { RelativeTime } from '../parts/RelativeTime';
import { Amount } from './Amount';
import { KeptFor } from './KeptFor';
import { retainedTexts } from './retainedTexts';

/** The table on small screens. */
export const RetainedCards = ({ things }: { things: Retained[] }) => (
  <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {things.map((thing) => (
      <Box component="li" key={thing.what} sx={{ px: { xs: 2, sm: 3 }, py: 2, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
        <Typography variant="h3">{retainedTexts[thing.what].name}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {retainedTexts[thing.what].purpose}
        </Typography>
        <Box
          component="dl"
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(4, minmax(0, 1fr))' },
            gap: 1.5,
            m: 0,
            mt: 1.5,
          }}
        >
          <Fact name="Kept for">
            <KeptFor {...thing} />
          </Fact>
          <Fact name="How much">
            <Amount {...thing} />
          </Fact>
          <Fact name="Oldest">{thing.oldest ? <RelativeTime at={thing.oldest} /> : '–'}</Fact>
          <Fact name="Last checked">{thing.lastSweptAt ? <RelativeTime at={thing.lastSweptAt} /> : 'not yet'}</Fact>
        </Box>
      </Box>
    ))}
  </Box>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <Typography variant="body2" component="dt" sx={{ color: 'text.secondary' }}>
      {name}
    </Typography>
    <Box component="dd" sx={{ m: 0 }}>
      {children}
    </Box>
  </div>
);
