import { FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Typography } from '@mui/material';

type Props = { check: boolean; onCheck: (check: boolean) => void };

const ways = [
  { check: true, name: 'Check first (recommended)', meaning: 'Shows what the file would change. Nothing is written before you confirm.' },
  {
    check: false,
    name: 'Import at once',
    meaning: 'Starts by itself when every column is beyond doubt. Rows with an error are left out and listed.',
  },
];

/** Whether a person looks at what a file would do before it does so. */
export const HowToStart = ({ check, onCheck }: Props) => (
  <FormControl>
    <FormLabel id="how-to-start">How to start</FormLabel>
    <RadioGroup aria-labelledby="how-to-start" value={String(check)} onChange={(_, value) => onCheck(value === 'true')}>
      {ways.map((way) => (
        <FormControlLabel
          key={way.name}
          value={String(way.check)}
          control={<Radio sx={{ alignSelf: 'flex-start' }} />}
          sx={{ my: 0.25 }}
          label={
            <>
              <Typography component="span" sx={{ display: 'block', fontWeight: 600, pt: 1 }}>
                {way.name}
              </Typography>
              <Typography component="span" variant="body2" sx={{ display: 'block', color: 'text.secondary' }}>
                {way.meaning}
              </Typography>
            </>
          }
        />
      ))}
    </RadioGroup>
  </FormControl>
);
