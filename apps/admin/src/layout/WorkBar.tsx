import { Box, LinearProgress, Link, Typography } from '@mui/material';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { bulkTexts, bulkTitle } from '../bulk-jobs/bulkTexts';
import { count } from '../parts/count';
import { useRunningBulkJobs, useRunningImports } from '../parts/useRunningWork';

type Work = { to: string; list: string; title: string; doing: string; progress: number };

/** What runs, on every page but its own. */
export function WorkBar() {
  const { pathname } = useLocation();
  const imports = useRunningImports().map(({ id, fileName, message, rows, progress }): Work => ({
    to: `/imports/${id}`,
    list: '/imports',
    title: `Import of ${fileName}`,
    doing: rows > 0 ? `${message} ${progress} %` : message,
    progress,
  }));
  const bulkJobs = useRunningBulkJobs().map((bulkJob): Work => ({
    to: `/bulk-jobs/${bulkJob.id}`,
    list: '/bulk-jobs',
    title: bulkTitle(bulkJob),
    doing: `${bulkJob.phase === 'undoing' ? 'Undoing' : bulkTexts(bulkJob.action).doing}… ${bulkJob.progress} %`,
    progress: bulkJob.progress,
  }));
  const [first, ...others] = [...imports, ...bulkJobs].filter(({ to }) => pathname !== to);
  if (!first) return null;
  return (
    <Box component="section" aria-label="Work under way" sx={{ bgcolor: 'background.paper', borderBottom: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5, px: { xs: 2, md: 3 }, py: 1 }}>
        <Link component={RouterLink} to={first.to} noWrap sx={{ fontWeight: 600, minWidth: 0, maxWidth: { xs: '100%', sm: '50%' } }}>
          {first.title}
        </Link>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {first.doing}
        </Typography>
        {others.length > 0 && (
          <Link component={RouterLink} to={others[0]!.list} variant="body2" sx={{ ml: 'auto' }}>
            {count(others.length)} more
          </Link>
        )}
      </Box>
      <LinearProgress
        variant="determinate"
        value={first.progress}
        aria-label={first.title}
        aria-valuetext={`${first.progress} percent`}
        sx={{ height: 3 }}
      />
    </Box>
  );
}
