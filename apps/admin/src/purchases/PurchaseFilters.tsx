import { purchaseStatuses } from '@app/domain';
import { Box } from '@mui/material';
import { NumberInput, SelectInput, TextInput } from 'react-admin';
import { pairSx } from '../parts/DayRange';
import { FilterForm } from '../parts/FilterForm';
import { UtcDayRange } from '../parts/UtcDayRange';

const words = { new: 'Purchases', canceled: 'Cancellations' } as const;
const statuses = purchaseStatuses.map((status) => ({ id: status, name: words[status] }));
const lives = [
  { id: 'true', name: 'Live' },
  { id: 'false', name: 'Not live' },
];
const asBoolean = (choice: string) => (choice === '' ? '' : choice === 'true');
const asChoice = (live: unknown) => (typeof live === 'boolean' ? String(live) : '');

/** Every field that purchases are filtered by. */
export const PurchaseFilters = () => (
  <FilterForm>
    <Box sx={pairSx}>
      <SelectInput source="status" label="Status" choices={statuses} emptyText="Any" helperText={false} />
      <SelectInput source="live" label="Live" choices={lives} parse={asBoolean} format={asChoice} emptyText="Any" helperText={false} />
      <NumberInput source="customerId" label="Customer id" min={0} helperText={false} />
      <NumberInput source="importId" label="Import" min={1} helperText={false} />
    </Box>
    <TextInput source="sku" label="SKU" helperText={false} />
    <UtcDayRange source="purchasedAt" label="Day" />
    <Box sx={pairSx}>
      <NumberInput source="amount_gte" label="Amount from" min={0} helperText={false} />
      <NumberInput source="amount_lte" label="until" min={0} helperText={false} />
    </Box>
  </FilterForm>
);
