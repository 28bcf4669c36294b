import { maxRepairedRows, type ImportJob } from '@app/domain';
import RepairIcon from '@mui/icons-material/BuildOutlined';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { useCanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { counted } from '../../parts/count';
import { Section } from '../../parts/Section';
import { RowErrors } from '../errors/RowErrors';
import { UploadCard } from '../file/UploadCard';

/** The rejected rows of an import that has ended, and the two ways to bring them in after all. */
export function RowsWithErrors({ importJob }: { importJob: ImportJob }) {
  const { canAccess } = useCanAccess({ resource: 'imports', action: 'create' });
  const [dropping, setDropping] = useState(false);
  const [check, setCheck] = useState(true);
  const { id, rejected } = importJob;
  if (!rejected) return null;
  const fits = rejected <= maxRepairedRows;
  return (
    <Section
      title="Rejected rows"
      lead={
        fits
          ? 'Repair them here, or download them, correct the file and bring it back: only these rows are imported again.'
          : `Download them, correct the file and bring it back; up to ${counted(maxRepairedRows, 'row')} can be repaired here.`
      }
      action={
        canAccess && (
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            {fits && (
              <Button component={Link} to={`/imports/${id}?step=repair`} variant="contained" startIcon={<RepairIcon />}>
                Repair {counted(rejected, 'row')} here
              </Button>
            )}
            <Button variant="outlined" startIcon={<UploadIcon />} aria-expanded={dropping} onClick={() => setDropping(!dropping)}>
              Bring back the corrected file
            </Button>
          </Box>
        )
      }
      flush
    >
      {dropping && (
        <Box sx={{ px: 2, pb: 2 }}>
          <UploadCard kind={importJob.kind} check={check} onCheck={setCheck} parentId={id} />
        </Box>
      )}
      <RowErrors importJob={importJob} severity="error" />
    </Section>
  );
}
