import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  FormLabel,
  LinearProgress,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import { count, counted } from '../count';
import { fileSize } from '../fileSize';
import { ProblemAlert } from '../ProblemAlert';
import { ProgressAnnouncer } from '../ProgressAnnouncer';
import { usePercentInTitle } from '../useDocumentTitle';
import { FilterInWords } from '../FilterInWords';
import { filterOf, useExactCount, type Listed, type Selection } from '../selection';
import { useExport, type ExportKind } from './useExport';

const kinds = ({ one, isImportable }: Listed): { kind: ExportKind; label: string; means: string }[] => [
  {
    kind: 'safe',
    label: 'CSV for spreadsheets',
    means: `Opens in Excel and the like; what begins like a formula gets a ' in front${isImportable ? ', which an import takes off again' : ''}.`,
  },
  { kind: 'raw', label: 'CSV as it is', means: 'Every cell untouched, for programs.' },
  { kind: 'ndjson', label: 'JSON lines', means: `One ${one} per line with all its fields, for programs; it cannot be imported here.` },
];

type Props = { of: Listed; selection: Selection; onClose: () => void };

/** Saves what is listed as a file: which, how many, and in which form. `selection`: what is filtered or ticked; everything is offered beside it. */
export function ExportDialog({ of: listed, selection, onClose }: Props) {
  const { one, many, everything } = listed;
  const titleId = useId();
  const formId = useId();
  const isNarrowed = 'ids' in selection || Object.keys(selection.filter).length > 0;
  const [takesAll, setTakesAll] = useState(!isNarrowed);
  const [kind, setKind] = useState<ExportKind>('safe');
  const chosen: Selection = takesAll ? { filter: {} } : selection;
  const { data: number, error, refetch } = useExactCount(listed, chosen);
  const { state, start, cancel } = useExport(listed.resource);
  const close = () => {
    cancel();
    onClose();
  };

  return (
    <Dialog open onClose={state.step === 'running' ? undefined : close} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} component="h2">
        Export {many}
      </DialogTitle>
      <DialogContent>
        {state.step === 'ready' && (
          <>
            {isNarrowed && (
              <RadioGroup
                aria-label={`Which ${many}`}
                value={takesAll ? 'all' : 'chosen'}
                onChange={(_, choice) => setTakesAll(choice === 'all')}
                sx={{ mb: 1 }}
              >
                <FormControlLabel
                  value="chosen"
                  control={<Radio />}
                  label={'ids' in selection ? 'The ones ticked' : 'What the list is filtered by'}
                />
                <FormControlLabel value="all" control={<Radio />} label={everything} />
              </RadioGroup>
            )}
            {error ? (
              <ProblemAlert title={`The ${many} could not be counted`} error={error} onRetry={() => refetch()} />
            ) : (
              <Typography component="div" role="status" sx={{ mb: 2, minHeight: 24 }}>
                {number !== undefined && (
                  <>
                    <strong>{counted(number, one, many)}</strong>. <FilterInWords of={listed} selection={chosen} />
                  </>
                )}
              </Typography>
            )}
            <FormLabel id={formId}>As</FormLabel>
            <RadioGroup aria-labelledby={formId} value={kind} onChange={(_, choice) => setKind(choice as ExportKind)}>
              {kinds(listed).map(({ kind: one, label, means }) => (
                <FormControlLabel
                  key={one}
                  value={one}
                  control={<Radio />}
                  sx={{ alignItems: 'flex-start', mb: 0.5, mr: 0 }}
                  label={
                    <Box sx={{ pt: 1 }}>
                      {label}
                      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                        {means}
                      </Typography>
                    </Box>
                  }
                />
              ))}
            </RadioGroup>
          </>
        )}
        {state.step === 'running' && <Running {...state} many={many} />}
        {state.step === 'saved' && (
          <Alert severity="success">
            {counted(state.rows, one, many)} saved as {state.fileName} ({fileSize(state.bytes)}).
          </Alert>
        )}
        {state.step === 'failed' && (
          <ProblemAlert title="The export broke off" error={state.error} onRetry={() => start(filterOf(chosen), kind)} />
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        {state.step === 'running' ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button onClick={close}>{state.step === 'ready' ? 'Not now' : 'Close'}</Button>
        )}
        {state.step === 'ready' && (
          <Button variant="contained" disabled={!number} onClick={() => start(filterOf(chosen), kind)} autoFocus>
            Export{number !== undefined && ` ${counted(number, one, many)}`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Running({ rows, bytes, total, many }: { rows: number; bytes: number; total: number | undefined; many: string }) {
  const labelId = useId();
  const percent = total ? Math.min(100, Math.floor((100 * rows) / total)) : 0;
  usePercentInTitle(percent);
  return (
    <>
      <ProgressAnnouncer says={`Exporting ${many}…`} percent={percent} />
      <Typography id={labelId} sx={{ mb: 1 }}>
        {count(rows)}
        {total !== undefined && ` of ${count(total)}`} {many}, {fileSize(bytes)}
      </Typography>
      <LinearProgress
        variant={total ? 'determinate' : 'indeterminate'}
        value={percent}
        aria-labelledby={labelId}
        aria-valuetext={`${percent} percent`}
        sx={{ height: 8, borderRadius: 4 }}
      />
    </>
  );
}
