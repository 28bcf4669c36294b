import type { FileInspection, ImportJob, RejectedRow, RepairedRows, RowErrorCount } from '@app/domain';
import { useMutation } from '@tanstack/react-query';
import { Alert, Box, Button, Card, FormControlLabel, Switch, Typography, useMediaQuery, type Theme } from '@mui/material';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { count, counted } from '../../parts/count';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { StickyActions } from '../../parts/StickyActions';
import { rowsPerPage } from '../../parts/usePaged';
import { useLeaveWarning } from '../../parts/useLeaveWarning';
import { httpClient } from '../../providers/httpClient';
import { columnName } from '../columns/columnChoices';
import { ErrorSummary } from '../errors/ErrorSummary';
import { kindViews } from '../kinds';
import { RepairCards } from './RepairCards';
import { RepairTable } from './RepairTable';
import { columnsToShow, rowJudge } from './repairs';
import { useRepair } from './useRepair';

type Props = { importJob: ImportJob; inspection: FileInspection; rows: RejectedRow[] };

export function RepairForm({ importJob, inspection, rows }: Props) {
  const navigate = useNavigate();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [page, setPage] = useState(0);
  const [kind, setKind] = useState<RowErrorCount>();
  const [all, setAll] = useState(false);
  const { format } = kindViews[importJob.kind];
  const { repaired, ready, change, alike, sameForAll } = useRepair(format, inspection, rows);
  const send = useMutation<ImportJob, Error, RepairedRows>({
    mutationFn: async (body) => (await httpClient('/api/imports', { method: 'POST', body: JSON.stringify(body) })).json,
    onSuccess: ({ id }) => navigate(`/imports/${id}`),
  });
  useLeaveWarning(repaired.some(({ isEdited }) => isEdited) && !send.isPending && !send.isSuccess);

  const names = inspection.columns.map(columnName);
  const kinds = useMemo(() => kindsOf(rows), [rows]);
  const usual = useMemo(() => {
    const judge = rowJudge(format, inspection);
    return columnsToShow(
      inspection,
      rows.map(({ cells }) => judge(cells)),
    );
  }, [format, inspection, rows]);
  const columns = all ? names.map((_, index) => index) : usual;
  const shown = kind
    ? repaired.filter(({ row }) => row.errors.some(({ code, column }) => code === kind.code && column === kind.column))
    : repaired;
  const view = {
    rows: shown.slice(page * rowsPerPage, (page + 1) * rowsPerPage),
    columns,
    names,
    onChange: change,
    alike,
    onSameForAll: sameForAll,
  };

  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {importJob.rejected > rows.length && (
        <Alert severity="info">
          {count(rows.length)} of {counted(importJob.rejected, 'rejected row')} are here; download the others, correct the file and bring it
          back.
        </Alert>
      )}
      <Card component="section" aria-label="Rejected rows">
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1.5, px: 2, py: 1.5 }}>
          <ErrorSummary
            kinds={kinds}
            chosen={kind}
            onChoose={(next) => {
              setKind(next);
              setPage(0);
            }}
          />
          {usual.length < names.length && (
            <FormControlLabel
              control={<Switch checked={all} onChange={(_, checked) => setAll(checked)} />}
              label={`All ${counted(names.length, 'column')}`}
            />
          )}
        </Box>
        {isPhone ? <RepairCards {...view} /> : <RepairTable {...view} />}
        <Pager total={shown.length} page={page} onPage={setPage} />
      </Card>
      {send.error && <ProblemAlert title="The rows were not taken" error={send.error} />}
      <StickyActions>
        <Button
          variant="contained"
          size="large"
          disabled={!ready.length}
          loading={send.isPending}
          onClick={() =>
            send.mutate({ parentId: importJob.id, rows: ready.map(({ row, cells }) => ({ rowNo: row.rowNo, cells })), check: true })
          }
        >
          {ready.length ? `Check ${counted(ready.length, 'repaired row')}` : 'Check the repaired rows'}
        </Button>
        <Typography role="status" sx={{ color: 'text.secondary' }}>
          {ready.length === rows.length
            ? 'All rows are right.'
            : `${counted(rows.length - ready.length, 'row')} not repaired yet; ${ready.length ? 'what you leave stays rejected.' : 'type into the marked cells.'}`}
        </Typography>
      </StickyActions>
    </Box>
  );
}

/** How often what is wrong among these rows. */
function kindsOf(rows: RejectedRow[]): RowErrorCount[] {
  const kinds = new Map<string, RowErrorCount>();
  for (const { code, column, severity } of rows.flatMap(({ errors }) => errors)) {
    if (severity !== 'error') continue;
    const key = `${code} ${column}`;
    kinds.set(key, { code, column, severity, count: (kinds.get(key)?.count ?? 0) + 1 });
  }
  return [...kinds.values()];
}
