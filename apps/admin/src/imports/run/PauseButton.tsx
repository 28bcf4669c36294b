import { isRunning, type ImportJob } from '@app/domain';
import PauseIcon from '@mui/icons-material/Pause';
import ResumeIcon from '@mui/icons-material/PlayArrow';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { useImportCommand } from '../useImportCommand';

/** Holds an import between two chunks, and lets it go on. */
export function PauseButton({ importJob }: { importJob: ImportJob }) {
  const pause = useImportCommand(importJob.id, 'pause');
  const resume = useImportCommand(importJob.id, 'resume');
  if (importJob.status === 'paused') {
    return (
      <CanAccess resource="imports" action="run">
        <Button variant="contained" startIcon={<ResumeIcon />} loading={resume.isPending} onClick={() => resume.send()}>
          Resume
        </Button>
      </CanAccess>
    );
  }
  if (!isRunning(importJob)) return null;
  return (
    <CanAccess resource="imports" action="run">
      <Button variant="outlined" startIcon={<PauseIcon />} loading={pause.isPending} onClick={() => pause.send()}>
        Pause
      </Button>
    </CanAccess>
  );
}
