import { TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { count } from './count';

type Props = { number: number; of: string; autoFocus?: boolean; onChange: (fits: boolean) => void };

/** Asks for a number to be typed, with or without separators. */
export function TypeTheNumber({ number, of, autoFocus = false, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const change = (text: string) => {
    setTyped(text);
    onChange(text.replace(/[\s.,'’_]/g, '') === String(number));
  };
  return (
    <>
      <Typography sx={{ mb: 2 }}>
        To go on, type the number of {of}: <strong>{count(number)}</strong>
      </Typography>
      <TextField
        label={`Number of ${of}`}
        value={typed}
        onChange={(event) => change(event.target.value)}
        autoFocus={autoFocus}
        autoComplete="off"
        sx={{ maxWidth: 320, width: '100%' }}
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      />
    </>
  );
}
