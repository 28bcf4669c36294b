import FieldsIcon from '@mui/icons-material/TuneOutlined';
import { Box } from '@mui/material';
import { FilterListSection, FilterLiveForm, NumberInput, SelectInput, TextInput } from 'react-admin';
import { DayRange, pairSx } from '../../parts/DayRange';
import { AttributeFilter } from './AttributeFilter';

const states = [
  { id: 'true', name: 'Active' },
  { id: 'false', name: 'Inactive' },
];
const asBoolean = (choice: string) => (choice === '' ? '' : choice === 'true');
const asChoice = (active: unknown) => (typeof active === 'boolean' ? String(active) : '');

/** Every field that products are filtered by; the list follows as one types. */
export const FilterFields = () => (
  <FilterListSection label="Filter by" icon={<FieldsIcon fontSize="small" />}>
    <Box sx={{ pt: 1, '& .MuiFormControl-root, & .ra-input': { m: 0, minWidth: 0 } }}>
      <FilterLiveForm debounce={300}>
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <TextInput source="sku" label="SKU" helperText={false} />
          <TextInput source="name" label="Name" helperText={false} />
          <TextInput source="description" label="Description" helperText={false} />
          <Box sx={pairSx}>
            <SelectInput
              source="active"
              label="Active"
              choices={states}
              parse={asBoolean}
              format={asChoice}
              emptyText="Any"
              helperText={false}
            />
            <NumberInput source="importId" label="Import" min={1} helperText={false} />
          </Box>
          <DayRange source="createdAt" label="Created" />
          <DayRange source="updatedAt" label="Changed" />
        </Box>
      </FilterLiveForm>
      <AttributeFilter />
    </Box>
  </FilterListSection>
);
