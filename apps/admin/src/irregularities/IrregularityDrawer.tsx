import type { Irregularity } from '@app/domain';
import { Box, Drawer } from '@mui/material';
import { HttpError, Loading, useGetOne } from 'react-admin';
import { DrawerHeader } from '../parts/DrawerHeader';
import { PrevNext } from '../parts/PrevNext';
import { ProblemAlert } from '../parts/ProblemAlert';
import { IrregularityDetails } from './IrregularityDetails';
import { ruleTexts } from './ruleTexts';
import type { Inbox } from './useInbox';

/** One irregularity over the inbox, at /irregularities/:id. */
export const IrregularityDrawer = ({ inbox }: { inbox: Inbox }) => (
  <Drawer
    anchor="right"
    open={inbox.openId !== undefined}
    transitionDuration={{ enter: 200, exit: 0 }} // what it shows is gone as soon as it closes
    onClose={inbox.close}
    slotProps={{
      paper: {
        role: 'dialog',
        'aria-modal': true,
        'aria-label': 'Irregularity',
        className: 'inbox-drawer',
        sx: { width: { xs: '100%', sm: 560 } },
      },
    }}
  >
    {inbox.openId !== undefined && <Shown key={inbox.openId} id={inbox.openId} inbox={inbox} />}
  </Drawer>
);

function Shown({ id, inbox }: { id: number; inbox: Inbox }) {
  const { data, error, isPending, refetch } = useGetOne<Irregularity>('irregularities', { id }, { retry: false });
  const missing = error instanceof HttpError && error.status === 404;
  return (
    <>
      <DrawerHeader
        title={data ? ruleTexts[data.rule].title : 'Irregularity'}
        actions={<PrevNext id={id} one="irregularity" />}
        onClose={inbox.close}
      />
      {isPending && <Loading />}
      {error && (
        <Box sx={{ p: 3 }}>
          <ProblemAlert
            title={missing ? 'There is no such irregularity' : 'The irregularity could not be loaded'}
            error={error}
            onRetry={missing ? undefined : () => refetch()}
          />
        </Box>
      )}
      {data && <IrregularityDetails irregularity={data} inbox={inbox} />}
    </>
  );
}
