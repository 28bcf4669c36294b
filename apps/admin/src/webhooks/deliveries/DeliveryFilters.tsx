import { deliveryStates, eventTypes } from '@app/domain';
import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { DateTimeInput, FilterLiveForm, NumberInput, SelectInput, useListContext } from 'react-admin';
import { FilterChips } from '../../parts/FilterChips';
import { instant } from '../../parts/instant';
import { SwitchedOffNotice } from '../SwitchedOffNotice';
import { useMayChange, useWebhook } from '../useWebhooks';
import { deliveryTexts } from '../webhookTexts';
import { sayFilter } from './deliveryWords';
import { ResendFailedButton } from './ResendFailedButton';

const states = deliveryStates.map((state) => ({ id: state, name: deliveryTexts[state].word }));
const types = eventTypes.map((type) => ({ id: type, name: type }));

const latest = { htmlInput: { max: '9999-12-31T23:59' } };
/** What has a field here; other filters come by links. */
const withField = ['state', 'eventType', 'importId', 'createdAt_gte', 'createdAt_lte'];

/** On phones they are folded away: the deliveries themselves come first. */
export function DeliveryFilters({ webhookId }: { webhookId: number }) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const mayChange = useMayChange();
  const { data: webhook } = useWebhook(webhookId);
  const { filterValues } = useListContext();
  const [unfolded, setUnfolded] = useState(false);
  const used = Object.keys(filterValues).filter((field) => withField.includes(field)).length;
  return (
    <>
      {mayChange && webhook?.enabled === false && <SwitchedOffNotice />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1.5, mb: 2 }}>
        {isPhone && (
          <Button variant="outlined" startIcon={<TuneIcon />} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            Filters{used > 0 && ` (${used})`}
          </Button>
        )}
        {mayChange && isPhone && <ResendFailedButton webhookId={webhookId} />}
        {(unfolded || !isPhone) && (
          <Box role="search" aria-label="Deliveries" sx={{ flex: { xs: '1 1 100%', md: '0 1 auto' }, minWidth: 0 }}>
            <FilterLiveForm debounce={300}>
              <Box
                sx={{
                  display: 'grid',
                  gap: 1.5,
                  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))', md: '130px 170px 90px repeat(2, 192px)' },
                  '& .MuiFormControl-root, & .ra-input': { m: 0, minWidth: 0 },
                  '& .MuiInputBase-input': { fontSize: '0.875rem' },
                }}
              >
                <SelectInput source="state" label="State" choices={states} emptyText="Any" helperText={false} />
                <SelectInput source="eventType" label="Event" choices={types} emptyText="Any" helperText={false} />
                <NumberInput source="importId" label="Import" min={1} helperText={false} />
                <DateTimeInput source="createdAt_gte" label="Since" parse={instant} slotProps={latest} helperText={false} />
                <DateTimeInput source="createdAt_lte" label="Until" parse={instant} slotProps={latest} helperText={false} />
              </Box>
            </FilterLiveForm>
          </Box>
        )}
        {mayChange && !isPhone && <ResendFailedButton webhookId={webhookId} />}
      </Box>
      <FilterChips say={sayFilter} except={withField} />
    </>
  );
}
