import { importKindNames, importStatuses } from '@app/domain';
import { Box } from '@mui/material';
import { BooleanInput, FilterLiveForm, SelectInput } from 'react-admin';
import { statusTexts } from '../../parts/statusTexts';
import { kindViews } from '../kinds';

const statuses = importStatuses.map((status) => ({ id: status, name: statusTexts[status] }));
const kinds = importKindNames.map((kind) => ({ id: kind, name: kindViews[kind].name }));

export const ImportFilters = () => (
  <Box role="search" aria-label="Imports" sx={{ mb: 2 }}>
    <FilterLiveForm debounce={0}>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          alignItems: 'center',
          gridTemplateColumns: { xs: '1fr 1fr', sm: '220px 180px auto' },
          '& .MuiFormControl-root': { m: 0 },
        }}
      >
        <SelectInput source="status" label="Status" choices={statuses} emptyText="Any" helperText={false} />
        <SelectInput source="kind" label="Kind" choices={kinds} emptyText="Any" helperText={false} />
        <BooleanInput source="hasErrors" label="With errors" helperText={false} parse={(on: boolean) => on || undefined} />
      </Box>
    </FilterLiveForm>
  </Box>
);
