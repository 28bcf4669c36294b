import { attributeFault, productLimits, textFaultMessages, tidy } from '@app/domain';
import { Box, FormControlLabel, Radio, RadioGroup, TextField } from '@mui/material';
import { useState } from 'react';

export type AttributeSetting = { key: string; value: string | null };

/** Which attribute, and its value for all of them, or none. Tells what was typed once it can be used. */
export function AttributeForm({ onChange }: { onChange: (setting: AttributeSetting | undefined) => void }) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [removes, setRemoves] = useState(false);
  const fault = removes ? undefined : attributeFault(tidy(value));
  const tell = (next: { key: string; value: string; removes: boolean }) => {
    setKey(next.key);
    setValue(next.value);
    setRemoves(next.removes);
    const usable = next.key.trim() !== '' && (next.removes || (next.value.trim() !== '' && !attributeFault(tidy(next.value))));
    onChange(usable ? { key: next.key.trim(), value: next.removes ? null : next.value } : undefined);
  };
  return (
    <Box sx={{ display: 'grid', gap: 1.5, pt: 1, mb: 2 }}>
      <TextField
        label="Attribute"
        size="small"
        autoFocus
        autoComplete="off"
        value={key}
        onChange={(event) => tell({ key: event.target.value, value, removes })}
        slotProps={{ htmlInput: { maxLength: 64 } }}
      />
      <RadioGroup
        row
        aria-label="What becomes of it"
        value={removes ? 'remove' : 'set'}
        onChange={(_, choice) => tell({ key, value, removes: choice === 'remove' })}
      >
        <FormControlLabel value="set" control={<Radio size="small" />} label="Set it to a value" />
        <FormControlLabel value="remove" control={<Radio size="small" />} label="Remove it" />
      </RadioGroup>
      {!removes && (
        <TextField
          label="Value"
          size="small"
          autoComplete="off"
          value={value}
          error={fault !== undefined}
          helperText={fault && `Value ${textFaultMessages[fault]}`}
          onChange={(event) => tell({ key, value: event.target.value, removes })}
          slotProps={{ htmlInput: { maxLength: productLimits.attribute } }}
        />
      )}
    </Box>
  );
}
