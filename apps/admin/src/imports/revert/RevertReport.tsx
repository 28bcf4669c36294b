import type { ImportJob, ImportRevert } from '@app/domain';
import { Alert } from '@mui/material';
import { counted } from '../../parts/count';
import { RelativeTime } from '../../parts/RelativeTime';
import { Section } from '../../parts/Section';
import { Who } from '../../parts/Who';
import { KeptProducts } from '../../parts/KeptProducts';

/** What taking an import back did, and which products it left alone. */
export function RevertReport({ importJob, revert }: { importJob: ImportJob; revert: ImportRevert }) {
  const { removed, restored, kept, actor, finishedAt } = revert;
  return (
    <>
      <Alert severity={kept ? 'warning' : 'success'}>
        Reverted {finishedAt && <RelativeTime at={finishedAt} />} by <Who actor={actor} />: {counted(removed, 'product')} removed,{' '}
        {counted(restored, 'product')} restored{kept ? `, ${counted(kept, 'product')} kept.` : '.'}
      </Alert>
      {kept > 0 && (
        <Section
          title={`${counted(kept, 'product')} kept`}
          lead="They were changed or deleted after the import, or another has their SKU; what was done since is worth more than the undo."
          flush
        >
          <KeptProducts path={`imports/${importJob.id}/kept`} />
        </Section>
      )}
    </>
  );
}
