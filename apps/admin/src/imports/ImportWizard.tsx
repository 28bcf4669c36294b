import { isFinished, type ImportJob } from '@app/domain';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { fileSize } from '../parts/fileSize';
import { Page } from '../parts/Page';
import { RelativeTime } from '../parts/RelativeTime';
import { useProgress } from '../parts/useProgress';
import { CheckStep } from './check/CheckStep';
import { ColumnsStep } from './columns/ColumnsStep';
import { FileStep } from './file/FileStep';
import { ImportAnnouncer } from './ImportAnnouncer';
import { RepairStep } from './repair/RepairStep';
import { ResultStep } from './result/ResultStep';
import { ImportRun } from './run/ImportRun';
import { useStep } from './useStep';
import { Who } from '../parts/Who';
import { WizardFrame } from './WizardFrame';
import { openSteps, stepOf, stepsDone, stepsWith } from './wizardStep';
import { wizardTitle } from './wizardTitle';

/** An import from its file to its result; the step follows from its state, whoever opens the page, and when. */
export function ImportWizard({ importJob }: { importJob: ImportJob }) {
  const connected = useProgress('imports', importJob);
  const [step, goTo] = useStep(importJob);
  const [params] = useSearchParams();
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) window.scrollTo({ top: 0 });
    shown.current = step;
  }, [step]);

  if (params.get('step') === 'repair' && isFinished(importJob)) return <RepairStep importJob={importJob} />;

  const title = wizardTitle(importJob, step);
  const moves = step === 'run' || importJob.phase === 'reverting';
  return (
    <Page
      title={title}
      tabTitle={moves ? `${importJob.progress} % ${importJob.fileName}` : `${title}: ${importJob.fileName}`}
      lead={
        <>
          {isFinished(importJob) && <strong>{importJob.fileName} · </strong>}
          {fileSize(importJob.bytes)} · started <RelativeTime at={importJob.createdAt} /> by <Who actor={importJob.actor} />
        </>
      }
      width={1240}
    >
      <ImportAnnouncer importJob={importJob} />
      <WizardFrame
        steps={stepsWith(importJob.isChecked)}
        active={step}
        done={stepsDone(importJob)}
        open={openSteps(importJob)}
        failed={importJob.status === 'failed'}
        onStep={goTo}
      >
        {step === 'file' && <FileStep importJob={importJob} onDone={() => goTo(stepOf(importJob))} />}
        {step === 'columns' && <ColumnsStep importJob={importJob} connected={connected} onDone={() => goTo(stepOf(importJob))} />}
        {step === 'check' && <CheckStep importJob={importJob} connected={connected} onStep={goTo} />}
        {step === 'run' && <ImportRun importJob={importJob} connected={connected} />}
        {step === 'result' && <ResultStep importJob={importJob} connected={connected} />}
      </WizardFrame>
    </Page>
  );
}
