import { isFinished, type ImportJob } from '@app/domain';
import { Page } from '../parts/Page';
import { RelativeTime } from '../parts/RelativeTime';
import { fileSize } from '../parts/fileSize';
import { useProgress } from '../parts/useProgress';
import { ImportResult } from './ImportResult';
import { ImportRun } from './ImportRun';
import { ProgressAnnouncer } from './ProgressAnnouncer';
import { resultTitle } from './resultTitle';
import { sayActor } from './sayActor';

/** Follows an import that goes on; shows the result of one that has ended. */
export function ImportCourse({ first }: { first: ImportJob }) {
  const { state: importJob, connected } = useProgress('imports', first);
  const ended = isFinished(importJob);
  const title = ended ? resultTitle(importJob) : `Importing ${importJob.fileName}`;
  const lead = (
    <>
      {ended && <strong>{importJob.fileName} · </strong>}
      {fileSize(importJob.bytes)} · started <RelativeTime at={importJob.createdAt} /> by {sayActor(importJob.actor)}
    </>
  );
  return (
    <Page
      title={title}
      tabTitle={ended ? `${title}: ${importJob.fileName}` : `${importJob.progress} % ${importJob.fileName}`}
      lead={lead}
      width={1240}
    >
      <ProgressAnnouncer importJob={importJob} />
      {ended ? <ImportResult importJob={importJob} /> : <ImportRun importJob={importJob} connected={connected} />}
    </Page>
  );
}
