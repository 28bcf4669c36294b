import type { ImportJob } from '@app/domain';
import ProfileIcon from '@mui/icons-material/BookmarkBorder';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { SaveProfileDialog } from '../columns/SaveProfileDialog';
import { RevertButton } from '../revert/RevertButton';
import { kindViews } from '../kinds';
import { RetryImportButton } from './RetryImportButton';

/** Where to go from a result; the likeliest stands out: what it brought, or after a failure a mended file. */
export function ResultActions({ importJob }: { importJob: ImportJob }) {
  const [saving, setSaving] = useState(false);
  const { icon: Icon, see } = kindViews[importJob.kind];
  const { status, notProcessed, profile, canRevert } = importJob;
  const failed = status === 'failed';
  const again = failed || status === 'cancelled' || (status !== 'reverted' && notProcessed > 0);
  const seeIt = (
    <Button component={Link} to={see.to(importJob)} variant={failed ? 'outlined' : 'contained'} startIcon={<Icon />}>
      {see.label}
    </Button>
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      {!failed && seeIt}
      <CanAccess resource="imports" action="create">
        <Button
          component={Link}
          to={`/imports/create?kind=${importJob.kind}`}
          variant={failed ? 'contained' : 'outlined'}
          startIcon={<UploadIcon />}
        >
          Import another file
        </Button>
      </CanAccess>
      {again && <RetryImportButton importJob={importJob} />}
      {failed && seeIt}
      {canRevert && <RevertButton importJob={importJob} />}
      {status === 'completed' && !profile && (
        <CanAccess resource="imports" action="run">
          <Button startIcon={<ProfileIcon />} onClick={() => setSaving(true)}>
            Save as a profile…
          </Button>
        </CanAccess>
      )}
      {saving && <SaveProfileDialog importJob={importJob} onClose={() => setSaving(false)} />}
    </Box>
  );
}
