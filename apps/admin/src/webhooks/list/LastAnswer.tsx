import type { Webhook } from '@app/domain';
import { Box } from '@mui/material';
import { count } from '../../parts/count';
import { RelativeTime } from '../../parts/RelativeTime';

/** What the last attempt came to: "200 in 41 ms, 2 minutes ago". */
export function LastAnswer({ webhook: { lastAttemptAt, lastStatus, lastMs } }: { webhook: Webhook }) {
  if (!lastAttemptAt) return <>–</>;
  return (
    <Box component="span" sx={{ display: 'inline-block' }}>
      {lastStatus ?? 'no answer'}
      {lastMs !== null && ` in ${count(lastMs)} ms`}
      <Box component="span" sx={{ display: 'block', color: 'text.secondary', typography: 'body2' }}>
        <RelativeTime at={lastAttemptAt} />
      </Box>
    </Box>
  );
}
