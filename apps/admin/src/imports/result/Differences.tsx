import type { CheckDifference, CheckOutcome, ImportJob } from '@app/domain';
import { Skeleton, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { count, counted } from '../../parts/count';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { Section } from '../../parts/Section';
import { usePaged } from '../../parts/usePaged';
import { monospace } from '../../theme';
import { kindViews } from '../kinds';

const words: Record<CheckOutcome, string> = { created: 'new', updated: 'changed', unchanged: 'unchanged' };

/** Rows that came out otherwise than the check had said. */
export function Differences({ importJob: { id, kind, check } }: { importJob: ImportJob }) {
  if (!check?.differed) return null;
  return (
    <Section
      title={`${counted(check.differed, 'row')} came out otherwise than the check said`}
      lead="What they are about was changed, added or deleted by others between the check and the import; what counts is how they were found."
      flush
    >
      <DifferenceTable importId={id} keyName={kindViews[kind].row.key} />
    </Section>
  );
}

function DifferenceTable({ importId, keyName }: { importId: number; keyName: string }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = usePaged<CheckDifference>(`imports/${importId}/differences`, page);
  if (error) return <ProblemAlert title="The rows could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={120} sx={{ m: 2 }} />;
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label="Rows that came out otherwise">
          <TableHead>
            <TableRow>
              <TableCell align="right" sx={{ width: 96 }}>
                Row
              </TableCell>
              <TableCell>{keyName}</TableCell>
              <TableCell>The check said</TableCell>
              <TableCell>It became</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {data.items.map(({ rowNo, sku, expected, outcome }) => (
              <TableRow key={rowNo}>
                <TableCell align="right">{count(rowNo)}</TableCell>
                <TableCell sx={{ fontFamily: monospace, fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>{sku}</TableCell>
                <TableCell>{words[expected]}</TableCell>
                <TableCell sx={{ fontWeight: 600 }}>{words[outcome]}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      <Pager total={data.total} page={page} onPage={setPage} />
    </>
  );
}
