import { Box } from '@mui/material';
import { BooleanInput, NumberInput, TextInput } from 'react-admin';
import { FilterForm } from '../parts/FilterForm';
import { pairSx } from '../parts/DayRange';
import { UtcDayRange } from '../parts/UtcDayRange';

/** Every field that customers are filtered by. */
export const CustomerFilters = () => (
  <FilterForm>
    <Box sx={pairSx}>
      <NumberInput source="customerId" label="Customer id" min={0} helperText={false} />
      <NumberInput source="importId" label="Import" min={1} helperText={false} />
      <TextInput source="state" label="State" helperText={false} />
      <TextInput source="zip" label="Zip" helperText={false} />
    </Box>
    <UtcDayRange source="lastPurchaseAt" label="Last purchase" />
    <BooleanInput source="hasIrregularities" label="With irregularities" helperText={false} parse={(on: boolean) => on || ''} />
  </FilterForm>
);
