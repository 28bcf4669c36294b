import { irregularityRules } from '@app/domain';
import ClearIcon from '@mui/icons-material/TaskAltOutlined';
import { Box, Typography } from '@mui/material';
import { ruleTexts } from './ruleTexts';

/** Nothing to decide: what is watched all the same. */
export const AllClear = () => (
  <Box role="status" sx={{ px: { xs: 2, sm: 3 }, py: { xs: 4, sm: 6 } }}>
    <Box sx={{ textAlign: 'center' }}>
      <ClearIcon aria-hidden sx={{ fontSize: 48, color: (theme) => theme.palette.outcome.created }} />
      <Typography variant="h2" sx={{ mt: 1 }}>
        All clear
      </Typography>
      <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 3 }}>
        Nothing waits for a decision. Every file of purchases is watched for:
      </Typography>
    </Box>
    <Box
      component="dl"
      sx={{
        m: 'auto',
        maxWidth: 1000,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))', lg: 'repeat(3, minmax(0, 1fr))' },
      }}
    >
      {irregularityRules.map((rule) => (
        <div key={rule}>
          <Box component="dt" sx={{ fontWeight: 600 }}>
            {ruleTexts[rule].title}
          </Box>
          <Box component="dd" sx={{ m: 0, color: 'text.secondary' }}>
            {ruleTexts[rule].watches}
          </Box>
        </div>
      ))}
    </Box>
  </Box>
);
