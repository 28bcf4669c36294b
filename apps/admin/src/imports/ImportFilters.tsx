import { importStatuses, type ImportStatus } from '@app/domain';
import { Box } from '@mui/material';
import { FilterLiveForm, SelectInput } from 'react-admin';
import { statusTexts } from './statusTexts';

const shown: readonly ImportStatus[] = ['pending', 'processing', 'completed', 'failed', 'cancelled'];
const choices = importStatuses.filter((status) => shown.includes(status)).map((status) => ({ id: status, name: statusTexts[status] }));

export const ImportFilters = () => (
  <Box role="search" aria-label="Imports" sx={{ mb: 2, maxWidth: { sm: 220 }, '& .MuiFormControl-root': { m: 0 } }}>
    <FilterLiveForm debounce={0}>
      <SelectInput source="status" label="Status" choices={choices} emptyText="Any" helperText={false} />
    </FilterLiveForm>
  </Box>
);
