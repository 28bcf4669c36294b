import type { ImportKindName } from '@app/domain';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Typography } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { useId } from 'react';
import { count } from '../../parts/count';
import { fileSize } from '../../parts/fileSize';
import { kindViews } from '../kinds';
import { useImportFormat } from '../kinds/useImportFormat';
import { useFileDrop } from './useFileDrop';

type Props = { kind: ImportKindName; onFile: (file: File) => void; small: boolean; repairs?: boolean };

/** The whole area is the label of a real file input: a click, Space, Enter and a drop do the same. */
export function DropZone({ kind, onFile, small, repairs = false }: Props) {
  const limitsId = useId();
  const limits = useImportFormat(kind)?.limits;
  const { file } = kindViews[kind];
  const hovering = useFileDrop(onFile);
  const invitation = repairs
    ? 'Drop the corrected file here, or choose it'
    : small
      ? 'Drop another file here, or choose one'
      : `Drop a ${file} here, or choose one`;
  return (
    <Box
      component="label"
      sx={{
        display: 'grid',
        justifyItems: 'center',
        textAlign: 'center',
        gap: 0.5,
        px: 2,
        py: small ? 2 : { xs: 4, sm: 7 },
        border: 2,
        borderStyle: 'dashed',
        borderColor: hovering ? 'primary.main' : 'text.disabled',
        borderRadius: 2,
        bgcolor: hovering ? 'action.selected' : 'action.hover',
        cursor: 'pointer',
        '&:hover': { borderColor: 'primary.main' },
        '&:focus-within': { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: 2 },
      }}
    >
      <input
        type="file"
        accept=".csv,.tsv,.tab,.txt,.gz,text/csv,text/tab-separated-values,text/plain,application/gzip"
        aria-label={repairs ? 'Choose the corrected file' : small ? 'Choose another file' : `Choose a ${file}`}
        aria-describedby={limitsId}
        style={visuallyHidden}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onFile(file);
          target.value = ''; // or choosing the same file again would go unnoticed
        }}
      />
      {!small && <UploadIcon aria-hidden sx={{ fontSize: 44, color: 'primary.main' }} />}
      <Typography component="span" sx={{ fontWeight: 600, fontSize: small ? '1rem' : '1.125rem' }}>
        {hovering ? 'Drop it to choose it' : invitation}
      </Typography>
      <Typography component="span" variant="body2" id={limitsId} sx={{ color: 'text.secondary' }}>
        {limits && `Text up to ${fileSize(limits.bytes)}, also packed as .gz, and up to ${count(limits.rows)} rows. `}An upload that breaks
        off goes on where it stopped.
      </Typography>
    </Box>
  );
}
