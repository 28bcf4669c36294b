import { Box } from '@mui/material';
import { DateInput } from 'react-admin';
import { pairSx } from './DayRange';

/** From a day until a day by the calendar of the files, which is UTC. `source`: the API's field, without `_gte` and `_lte`. */
export const UtcDayRange = ({ source, label }: { source: string; label: string }) => (
  <Box sx={pairSx}>
    <DateInput source={`${source}_gte`} label={`${label} from`} helperText={false} />
    <DateInput source={`${source}_lte`} label="until" helperText={false} />
  </Box>
);
