import FieldsIcon from '@mui/icons-material/TuneOutlined';
import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { FilterListSection, FilterLiveForm } from 'react-admin';

/** The fields that a list is filtered by, one below the other; the list follows as one types. */
export const FilterForm = ({ children }: { children: ReactNode }) => (
  <FilterListSection label="Filter by" icon={<FieldsIcon fontSize="small" />}>
    <Box sx={{ pt: 1, '& .MuiFormControl-root, & .ra-input': { m: 0, minWidth: 0 } }}>
      <FilterLiveForm debounce={300}>
        <Box sx={{ display: 'grid', gap: 1.5 }}>{children}</Box>
      </FilterLiveForm>
    </Box>
  </FilterListSection>
);
