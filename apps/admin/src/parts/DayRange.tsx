import { Box } from '@mui/material';
import { DateInput } from 'react-admin';
import { instant } from './instant';

/** Fields of a filter that stand in one line. */
export const pairSx = { display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 1.5 } as const;

/** From a day until a day, both of them whole. `source`: the API's field, without `_gte` and `_lte`. */
export const DayRange = ({ source, label }: { source: string; label: string }) => (
  <Box sx={pairSx}>
    <DateInput source={`${source}_gte`} label={`${label} from`} parse={startOf} format={dayOf} slotProps={latest} helperText={false} />
    <DateInput source={`${source}_lte`} label="until" parse={endOf} format={dayOf} slotProps={latest} helperText={false} />
  </Box>
);

/** A day is stored as the instant at which it begins or ends here. */
const startOf = (day: string) => instant(`${day}T00:00:00`);
const endOf = (day: string) => instant(`${day}T23:59:59.999`);
const latest = { htmlInput: { max: '9999-12-31' } };
const two = (n: number) => String(n).padStart(2, '0');
function dayOf(at: string | undefined): string {
  if (!at) return '';
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
