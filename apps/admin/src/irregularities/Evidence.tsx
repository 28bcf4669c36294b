import type { Irregularity } from '@app/domain';
import { Box } from '@mui/material';
import { CellLink } from '../parts/CellLink';
import { ImportLink } from '../parts/ImportLink';
import { Timeline, TimelineEntry } from '../parts/Timeline';
import { UtcTime } from '../parts/UtcTime';

type Props = Pick<Irregularity, 'evidence' | 'purchaseId'>;

/** What an irregularity rests on, in order of time; the row that it is about stands out. */
export const Evidence = ({ evidence, purchaseId }: Props) => (
  <Timeline label="Evidence">
    {evidence.map(({ at, text, importId, rowNo, purchaseId: about }, nth) => (
      <TimelineEntry key={nth} isPresent={about !== null && about === purchaseId}>
        <Box sx={{ overflowWrap: 'anywhere' }}>{text}</Box>
        <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
          {at &&
            (about === null ? (
              <UtcTime at={at} />
            ) : (
              <CellLink to={`/purchases/${about}`}>
                <UtcTime at={at} />
              </CellLink>
            ))}
          {importId !== null && (
            <span>
              import <ImportLink id={importId} rowNo={rowNo} />
            </span>
          )}
        </Box>
      </TimelineEntry>
    ))}
  </Timeline>
);
