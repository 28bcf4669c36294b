import type { Attempt } from '@app/domain';
import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { counted } from '../../parts/count';
import { AttemptDetails } from './AttemptDetails';

const shownAtFirst = 5;

/** Every attempt of a delivery, the newest first. */
export function AttemptList({ tries }: { tries: Attempt[] }) {
  const [all, setAll] = useState(false);
  if (!tries.length) return <Typography sx={{ color: 'text.secondary' }}>No attempts yet, or they are not kept any longer.</Typography>;
  const newest = tries.toReversed();
  const shown = all ? newest : newest.slice(0, shownAtFirst);
  return (
    <Box component="ol" aria-label="Attempts" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2, minWidth: 0 }}>
      {shown.map((attempt, at) => (
        <li key={attempt.id}>
          <AttemptDetails attempt={attempt} unfolded={at === 0} />
        </li>
      ))}
      {shown.length < newest.length && (
        <li>
          <Button size="small" onClick={() => setAll(true)}>
            {counted(newest.length - shown.length, 'earlier attempt')}
          </Button>
        </li>
      )}
    </Box>
  );
}
