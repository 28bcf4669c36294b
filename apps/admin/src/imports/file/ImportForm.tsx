import type { ImportKindName } from '@app/domain';
import { Box } from '@mui/material';
import { ExpectedColumns } from './ExpectedColumns';
import { KindChoice } from './KindChoice';
import { UploadCard } from './UploadCard';

type Props = {
  kind: ImportKindName;
  onKind: (kind: ImportKindName) => void;
  check: boolean;
  onCheck: (check: boolean) => void;
};

/** From choosing a file to its upload; the import's own page goes on from there. */
export const ImportForm = ({ kind, onKind, check, onCheck }: Props) => (
  <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
    <KindChoice kind={kind} onKind={onKind} />
    <UploadCard kind={kind} check={check} onCheck={onCheck} />
    <ExpectedColumns kind={kind} />
  </Box>
);
