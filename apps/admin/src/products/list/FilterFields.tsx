import FieldsIcon from '@mui/icons-material/TuneOutlined';
import { Box } from '@mui/material';
import { DateInput, FilterListSection, FilterLiveForm, NumberInput, SelectInput, TextInput } from 'react-admin';
import { AttributeFilter } from './AttributeFilter';

const states = [
  { id: 'true', name: 'Active' },
  { id: 'false', name: 'Inactive' },
];
const asBoolean = (choice: string) => (choice === '' ? '' : choice === 'true');
const asChoice = (active: unknown) => (typeof active === 'boolean' ? String(active) : '');

/** A day is stored as the instant at which it begins or ends here. */
const startOf = (day: string) => day && new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string) => day && new Date(`${day}T23:59:59.999`).toISOString();
const two = (n: number) => String(n).padStart(2, '0');
function dayOf(at: string | undefined): string {
  if (!at) return '';
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const pairs = { display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 1.5 } as const;

/** Every field that products are filtered by; the list follows as one types. */
export const FilterFields = () => (
  <FilterListSection label="Filter by" icon={<FieldsIcon fontSize="small" />}>
    <Box sx={{ pt: 1, '& .MuiFormControl-root, & .ra-input': { m: 0, minWidth: 0 } }}>
      <FilterLiveForm debounce={300}>
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <TextInput source="sku" label="SKU" helperText={false} />
          <TextInput source="name" label="Name" helperText={false} />
          <TextInput source="description" label="Description" helperText={false} />
          <Box sx={pairs}>
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
          <Box sx={pairs}>
            <DateInput source="createdAt_gte" label="Created from" parse={startOf} format={dayOf} helperText={false} />
            <DateInput source="createdAt_lte" label="until" parse={endOf} format={dayOf} helperText={false} />
          </Box>
          <Box sx={pairs}>
            <DateInput source="updatedAt_gte" label="Changed from" parse={startOf} format={dayOf} helperText={false} />
            <DateInput source="updatedAt_lte" label="until" parse={endOf} format={dayOf} helperText={false} />
          </Box>
        </Box>
      </FilterLiveForm>
      <AttributeFilter />
    </Box>
  </FilterListSection>
);
