import type { Irregularity } from '@app/domain';
import AcceptIcon from '@mui/icons-material/CheckOutlined';
import IgnoreIcon from '@mui/icons-material/DoDisturbOutlined';
import { Alert, Box, Button, TextField, Typography } from '@mui/material';
import { useCanAccess } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { ImportLink } from '../parts/ImportLink';
import { RelativeTime } from '../parts/RelativeTime';
import { Who } from '../parts/Who';
import { useDecision, useNote } from './decisions';
import { noteFieldId } from './elementIds';
import { irregularityStatusTexts } from './ruleTexts';
import type { Inbox } from './useInbox';

type Props = { irregularity: Irregularity; inbox: Inbox };

/** How it was decided, or the buttons to do so, and the note. */
export function Decision({ irregularity, inbox: { drafts, setDraft, onNoteReady, decideOn } }: Props) {
  const { id, status, note: kept, decidedBy, decidedAt, resolvedByImportId } = irregularity;
  const { state } = useLocation();
  const { canAccess: canDecide } = useCanAccess({ resource: 'irregularities', action: 'edit' });
  const { decide, isPending } = useDecision();
  const { mutate: save, isPending: isSaving } = useNote(id, () => setDraft(id, undefined));
  const note = drafts[id] ?? kept;
  const isChanged = note.trim() !== kept;
  return (
    <Box sx={{ px: 3, py: 2, borderTop: 1, borderColor: 'divider', display: 'grid', gap: 1.5 }}>
      {resolvedByImportId !== null && (
        <Alert severity="success">
          Resolved by itself: import <ImportLink id={resolvedByImportId} /> explains it.
        </Alert>
      )}
      {(status === 'accepted' || status === 'ignored') && (
        <Typography sx={{ color: 'text.secondary' }}>
          {irregularityStatusTexts[status]}
          {decidedAt && (
            <>
              {' '}
              <RelativeTime at={decidedAt} />
            </>
          )}
          {decidedBy && (
            <>
              {' '}
              by <Who actor={decidedBy} />
            </>
          )}
          .
        </Typography>
      )}
      {canDecide ? (
        <TextField
          id={noteFieldId}
          onFocus={onNoteReady}
          label="Note"
          value={note}
          onChange={({ target }) => setDraft(id, target.value === kept ? undefined : target.value)}
          multiline
          maxRows={5}
          fullWidth
          autoFocus={Boolean(state?.note)}
          sx={{ m: 0 }}
          slotProps={{ htmlInput: { maxLength: 2_000 } }}
        />
      ) : (
        kept && <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{kept}</Typography>
      )}
      {canDecide && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {status === 'open' && (
            <>
              <Button variant="contained" startIcon={<AcceptIcon />} onClick={() => decideOn('accept')}>
                Accept
              </Button>
              <Button variant="outlined" startIcon={<IgnoreIcon />} onClick={() => decideOn('ignore')}>
                Ignore
              </Button>
            </>
          )}
          {(status === 'accepted' || status === 'ignored') && (
            <Button variant="outlined" loading={isPending} onClick={() => decide({ id, verdict: 'reopen' })}>
              Open again
            </Button>
          )}
          {isChanged && (
            <Button loading={isSaving} onClick={() => save(note)} sx={{ ml: 'auto' }}>
              Save note
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}
