import type { PurchaseFigures } from '@app/domain';
import { Box } from '@mui/material';
import { PurchasesOverTime } from './PurchasesOverTime';
import { RevenueByProduct } from './RevenueByProduct';

const Pictures = ({ figures }: { figures: PurchaseFigures }) => (
  <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } }}>
    <PurchasesOverTime figures={figures} />
    <RevenueByProduct figures={figures} />
  </Box>
);

export default Pictures;
