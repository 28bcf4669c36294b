import { importPhases, type ImportJob, type ImportPhase } from '@app/domain';
import { Typography } from '@mui/material';
import { count, counted } from '../../parts/count';
import { duration } from '../../parts/duration';
import { took } from '../history/Took';
import { speed } from '../workedSeconds';

const words: Partial<Record<ImportPhase, string>> = {
  parsing: 'reading',
  validating: 'validating',
  comparing: 'comparing',
  importing: 'importing',
  reverting: 'reverting',
};
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const short = (seconds: number) => (seconds < 10 ? `${oneDigit.format(seconds)} s` : duration(seconds));

/** Rows, time and speed; below, quietly, where the time went. */
export function ResultFacts({ importJob }: { importJob: ImportJob }) {
  const { rows, blankLines, phaseSeconds } = importJob;
  const rowsPerSecond = speed(importJob);
  const facts = [
    counted(rows, 'row'),
    took(importJob) && `took ${took(importJob)}`,
    rowsPerSecond !== null && `${count(rowsPerSecond)} rows/s`,
    blankLines > 0 && `${counted(blankLines, 'blank line')} skipped`,
  ].filter(Boolean);
  const times = importPhases.flatMap((phase) =>
    words[phase] && (phaseSeconds[phase] ?? 0) >= 0.05 ? [`${words[phase]} ${short(phaseSeconds[phase]!)}`] : [],
  );
  return (
    <>
      <Typography sx={{ mt: 2.5, color: 'text.secondary' }}>{facts.join(' · ')}</Typography>
      {times.length > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Where the time went: {times.join(', ')}
        </Typography>
      )}
    </>
  );
}
