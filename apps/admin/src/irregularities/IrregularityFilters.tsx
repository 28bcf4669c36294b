import { irregularityRules } from '@app/domain';
import { Box } from '@mui/material';
import { NumberInput, SelectInput } from 'react-admin';
import { pairSx } from '../parts/DayRange';
import { FilterForm } from '../parts/FilterForm';
import { ruleTexts } from './ruleTexts';
import { severityChoices } from './SeverityLabel';

const rules = irregularityRules.map((rule) => ({ id: rule, name: ruleTexts[rule].title }));

/** Every field that irregularities are filtered by, beside their status. */
export const IrregularityFilters = () => (
  <FilterForm>
    <SelectInput source="rule" label="Rule" choices={rules} emptyText="Any" helperText={false} />
    <SelectInput source="severity" label="Severity" choices={severityChoices} emptyText="Any" helperText={false} />
    <Box sx={pairSx}>
      <NumberInput source="customerId" label="Customer id" min={0} helperText={false} />
      <NumberInput source="importId" label="Import" min={1} helperText={false} />
    </Box>
  </FilterForm>
);
