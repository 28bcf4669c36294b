import { Box, LinearProgress, Link, Typography } from '@mui/material';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { count } from '../parts/count';
import { useRunningImports } from '../parts/useRunningImports';

/** What runs, on every page but its own. */
export function WorkBar() {
  const { pathname } = useLocation();
  const [first, ...others] = useRunningImports().filter(({ id }) => pathname !== `/imports/${id}`);
  if (!first) return null;
  const title = `Import of ${first.fileName}`;
  return (
    <Box component="section" aria-label="Work under way" sx={{ bgcolor: 'background.paper', borderBottom: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5, px: { xs: 2, md: 3 }, py: 1 }}>
        <Link
          component={RouterLink}
          to={`/imports/${first.id}`}
          noWrap
          sx={{ fontWeight: 600, minWidth: 0, maxWidth: { xs: '100%', sm: '50%' } }}
        >
          {title}
        </Link>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {first.message} {first.rows > 0 && <>{first.progress} %</>}
        </Typography>
        {others.length > 0 && (
          <Link component={RouterLink} to="/imports" variant="body2" sx={{ ml: 'auto' }}>
            {count(others.length)} more waiting
          </Link>
        )}
      </Box>
      <LinearProgress
        variant="determinate"
        value={first.progress}
        aria-label={title}
        aria-valuetext={`${first.progress} percent`}
        sx={{ height: 3 }}
      />
    </Box>
  );
}
