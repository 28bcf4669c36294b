import { webhookStates } from '@app/domain';
import { Box } from '@mui/material';
import { FilterLiveForm, SelectInput, TextInput, useListContext } from 'react-admin';
import { stateWords } from '../webhookTexts';

const states = webhookStates.map((state) => ({ id: state, name: stateWords[state] }));

/** Not for a handful, which one sees at a glance. */
export function WebhookFilters() {
  const { total = 0, filterValues } = useListContext();
  if (total <= 5 && !Object.keys(filterValues).length) return null;
  return (
    <Box role="search" aria-label="Webhooks" sx={{ mb: 2 }}>
      <FilterLiveForm debounce={300}>
        <Box
          sx={{
            display: 'grid',
            gap: 1.5,
            gridTemplateColumns: { xs: 'minmax(0, 1fr) minmax(0, 1fr)', sm: '320px 200px' },
            '& .MuiFormControl-root': { m: 0 },
          }}
        >
          <TextInput source="url" label="Address contains" helperText={false} autoComplete="off" />
          <SelectInput source="state" label="State" choices={states} emptyText="Any" helperText={false} />
        </Box>
      </FilterLiveForm>
    </Box>
  );
}
