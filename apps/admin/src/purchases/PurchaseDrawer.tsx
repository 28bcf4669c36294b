import type { Purchase } from '@app/domain';
import { Box, Drawer } from '@mui/material';
import { HttpError, Loading, useGetOne } from 'react-admin';
import { matchPath, useLocation, useNavigate } from 'react-router-dom';
import { DrawerHeader } from '../parts/DrawerHeader';
import { PrevNext } from '../parts/PrevNext';
import { ProblemAlert } from '../parts/ProblemAlert';
import { PurchaseDetails } from './PurchaseDetails';

/** One purchase or cancellation, at /purchases/:id, without losing the list. */
export function PurchaseDrawer() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const id = matchPath('/purchases/:id', pathname)?.params.id;
  const close = () => navigate(`/purchases${search}`);
  return (
    <Drawer
      anchor="right"
      open={id !== undefined}
      transitionDuration={{ enter: 200, exit: 0 }} // what it shows is gone as soon as it closes
      onClose={close}
      slotProps={{ paper: { role: 'dialog', 'aria-modal': true, 'aria-label': 'Purchase', sx: { width: { xs: '100%', sm: 520 } } } }}
    >
      {id !== undefined && <Details key={id} id={Number(id)} onClose={close} />}
    </Drawer>
  );
}

function Details({ id, onClose }: { id: number; onClose: () => void }) {
  const { data: purchase, error, isPending, refetch } = useGetOne<Purchase>('purchases', { id }, { retry: false });
  const missing = error instanceof HttpError && error.status === 404;
  return (
    <>
      <DrawerHeader
        title={purchase?.status === 'canceled' ? 'Cancellation' : 'Purchase'}
        actions={<PrevNext id={id} one="purchase" />}
        onClose={onClose}
      />
      <Box sx={{ px: 3, pb: 3 }}>
        {isPending && <Loading />}
        {error && (
          <ProblemAlert
            title={missing ? 'There is no such purchase' : 'The purchase could not be loaded'}
            error={error}
            onRetry={missing ? undefined : () => refetch()}
          />
        )}
        {purchase && <PurchaseDetails purchase={purchase} />}
      </Box>
    </>
  );
}
