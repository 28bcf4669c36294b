import { resultFiles, type ImportJob, type ResultFile } from '@app/domain';
import DownloadIcon from '@mui/icons-material/Download';
import { Box, Button, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { count } from '../../parts/count';
import { Section } from '../../parts/Section';
import { resultUrl, type ResultMode } from './resultUrl';

const words: Record<ResultFile, string> = {
  successful: 'Successful',
  failed: 'Rejected',
  unchanged: 'Unchanged',
  superseded: 'Superseded',
  unprocessed: 'Not processed',
};

const rowsOf: Record<ResultFile, (importJob: ImportJob) => number> = {
  successful: ({ created, updated }) => created + updated,
  failed: ({ rejected }) => rejected,
  unchanged: ({ unchanged }) => unchanged,
  superseded: ({ superseded }) => superseded,
  unprocessed: ({ notProcessed }) => notProcessed,
};

/** The rows of the file by what became of them, in its order and with its columns; what there is none of is absent. */
export function Downloads({ importJob }: { importJob: ImportJob }) {
  const [mode, setMode] = useState<ResultMode>('safe');
  const files = resultFiles.filter((file) => rowsOf[file](importJob) > 0);
  if (!files.length) return null;
  return (
    <Section
      title="Download the rows"
      lead="In the order of the file and with its columns; the first columns say what became of each row, and are ignored when the file is imported again."
      action={
        <ToggleButtonGroup
          size="small"
          exclusive
          value={mode}
          onChange={(_, next) => next && setMode(next)}
          aria-label="Cells that look like formulas"
        >
          <ToggleButton value="safe">For spreadsheets</ToggleButton>
          <ToggleButton value="raw">As they came</ToggleButton>
        </ToggleButtonGroup>
      }
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        {files.map((file) => (
          <Button key={file} variant="outlined" startIcon={<DownloadIcon />} href={resultUrl(importJob.id, file, mode)} download>
            {words[file]} ({count(rowsOf[file](importJob))})
          </Button>
        ))}
      </Box>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
        {mode === 'safe'
          ? "For spreadsheets: a cell that begins like a formula gets a ' in front, so that no program runs it."
          : 'As they came: every cell untouched, for programs.'}
      </Typography>
    </Section>
  );
}
