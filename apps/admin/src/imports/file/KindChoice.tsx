import { importKindNames, type ImportKindName } from '@app/domain';
import { Box, FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Typography } from '@mui/material';
import { kindViews } from '../kinds';

type Props = { kind: ImportKindName; onKind: (kind: ImportKindName) => void };

/** What the file holds, asked before there is one. */
export const KindChoice = ({ kind, onKind }: Props) => (
  <FormControl sx={{ width: '100%' }}>
    <FormLabel id="kind-of-file">What does the file hold?</FormLabel>
    <RadioGroup
      aria-labelledby="kind-of-file"
      value={kind}
      onChange={(_, chosen) => onKind(chosen as ImportKindName)}
      sx={{ mt: 1, display: 'grid', gap: 1.5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' } }}
    >
      {importKindNames.map((one) => {
        const { icon: Icon, name, holds } = kindViews[one];
        return (
          <FormControlLabel
            key={one}
            value={one}
            control={<Radio sx={{ alignSelf: 'flex-start' }} />}
            sx={{
              m: 0,
              py: 0.5,
              pr: 2,
              alignItems: 'flex-start',
              bgcolor: 'background.paper',
              border: 1,
              borderColor: one === kind ? 'primary.main' : 'divider',
              borderRadius: 2,
            }}
            label={
              <>
                <Typography component="span" sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 600, pt: 1 }}>
                  <Icon aria-hidden fontSize="small" color="primary" />
                  {name}
                </Typography>
                <Box component="span" sx={{ display: 'block', typography: 'body2', color: 'text.secondary', pb: 0.5 }}>
                  {holds}
                </Box>
              </>
            }
          />
        );
      })}
    </RadioGroup>
  </FormControl>
);
