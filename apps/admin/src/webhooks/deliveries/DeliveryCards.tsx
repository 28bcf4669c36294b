import type { Delivery } from '@app/domain';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Box } from '@mui/material';
import { RecordContextProvider, useListContext } from 'react-admin';
import { NothingMatches } from '../../parts/NothingMatches';
import { RelativeTime } from '../../parts/RelativeTime';
import { DeliveryPanel } from './DeliveryPanel';
import { DeliveryStateLabel } from './DeliveryStateLabel';
import { sayContents, sayResult } from './deliveryWords';

/** The deliveries on narrow screens, each to be unfolded. */
export function DeliveryCards() {
  const { data = [] } = useListContext<Delivery>();
  if (!data.length) return <NothingMatches what="deliveries" />;
  return data.map((delivery) => (
    <Accordion key={delivery.id} disableGutters elevation={0} square slotProps={{ transition: { unmountOnExit: true } }}>
      <AccordionSummary expandIcon={<ExpandIcon />} sx={{ px: 2 }}>
        <Box sx={{ minWidth: 0 }}>
          <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{sayContents(delivery)}</Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, color: 'text.secondary', typography: 'body2' }}>
            <DeliveryStateLabel delivery={delivery} />
            <span>{sayResult(delivery)}</span>
            <RelativeTime at={delivery.createdAt} />
          </Box>
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ p: 0 }}>
        <RecordContextProvider value={delivery}>
          <DeliveryPanel />
        </RecordContextProvider>
      </AccordionDetails>
    </Accordion>
  ));
}
