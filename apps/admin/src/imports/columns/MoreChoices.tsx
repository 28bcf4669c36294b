import { errorPolicies, type FileInspection, type ImportFormat } from '@app/domain';
import { Box, Checkbox, FormControlLabel, MenuItem, TextField, Typography } from '@mui/material';
import { counted } from '../../parts/count';
import { Section } from '../../parts/Section';
import { isOwnGroup, type ColumnChoices } from './columnChoices';

type Props = { format: ImportFormat; inspection: FileInspection; choices: ColumnChoices; onChange: (choices: ColumnChoices) => void };

const policyTexts: Record<(typeof errorPolicies)[number], string> = {
  reject_failed_rows: 'leave out the row, import the rest',
  reject_everything: 'import nothing at all',
  ignore_failed: 'drop wrong optional cells, keep the row',
};

/** What holds for the file as a whole. */
export function MoreChoices({ format, inspection, choices, onChange }: Props) {
  const { fillDown } = inspection;
  return (
    <Section title="For the whole file">
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
          maxWidth: 820,
          '& .MuiTextField-root': { m: 0 },
        }}
      >
        {format.keepsAttributes && (
          <TextField
            select
            label="Columns that are no field"
            value={choices.unmapped}
            onChange={({ target }) => onChange({ ...choices, unmapped: target.value as ColumnChoices['unmapped'] })}
          >
            <MenuItem value="ignore">are ignored</MenuItem>
            <MenuItem value="attributes">are kept as attributes</MenuItem>
          </TextField>
        )}
        <TextField
          select
          label="When a row has an error"
          value={choices.errorPolicy}
          onChange={({ target }) => onChange({ ...choices, errorPolicy: target.value as ColumnChoices['errorPolicy'] })}
        >
          {errorPolicies.map((policy) => (
            <MenuItem key={policy} value={policy}>
              {policyTexts[policy]}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {(fillDown || choices.fillDown) && (
        <FormControlLabel
          sx={{ mt: 2, alignItems: 'flex-start' }}
          control={<Checkbox checked={choices.fillDown} onChange={(_, checked) => onChange({ ...choices, fillDown: checked })} />}
          label={
            <>
              <Typography component="span" sx={{ display: 'block', fontWeight: 600, pt: 1 }}>
                Take an empty {fillDown?.field ?? 'name'} from the row above
                {fillDown && !isOwnGroup(inspection) && `, within the same ${fillDown.group}`}
              </Typography>
              {fillDown && (
                <Typography component="span" variant="body2" sx={{ display: 'block', color: 'text.secondary' }}>
                  Variants seem to leave it to the first row of their product: seen {counted(fillDown.emptyCells, 'time')}. Otherwise these
                  rows are rejected.
                </Typography>
              )}
            </>
          }
        />
      )}
    </Section>
  );
}
