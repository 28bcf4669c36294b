import { Box } from '@mui/material';
import { monospace } from '../../theme';

/** The first cells of a column that are not empty. */
export const Samples = ({ samples }: { samples: string[] }) =>
  samples.length ? (
    <Box component="ul" aria-label="Samples" sx={{ listStyle: 'none', m: 0, mt: 0.5, p: 0, display: 'grid', gap: 0.25 }}>
      {samples.map((sample, index) => (
        <Box
          component="li"
          key={index}
          title={sample}
          sx={{
            color: 'text.secondary',
            fontFamily: monospace,
            fontSize: '0.8125rem',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
          }}
        >
          {sample}
        </Box>
      ))}
    </Box>
  ) : (
    <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 0.5 }}>all cells empty so far</Box>
  );
