import type { Irregularity } from '@app/domain';
import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { SimpleList } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { RelativeTime } from '../parts/RelativeTime';
import { irregularityStatusTexts, ruleTexts } from './ruleTexts';
import { SeverityLabel } from './SeverityLabel';

/** The inbox on phones. */
export function IrregularityCards({ empty }: { empty: ReactElement }) {
  const { search } = useLocation();
  return (
    <SimpleList<Irregularity>
      disablePadding
      empty={empty}
      rowClick={(id) => `/irregularities/${id}${search}`}
      primaryText={({ rule }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {ruleTexts[rule].title}
        </Box>
      )}
      secondaryText={({ message, severity, status, createdAt }) => (
        <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5 }}>
          <Box component="span" sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
            {message}
          </Box>
          <SeverityLabel severity={severity} />
          {status !== 'open' && <span>{irregularityStatusTexts[status]}</span>}
          <RelativeTime at={createdAt} />
        </Box>
      )}
      sx={{ '& li + li': { borderTop: 1, borderColor: 'divider' } }}
    />
  );
}
