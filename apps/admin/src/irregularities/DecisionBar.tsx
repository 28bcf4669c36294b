import AcceptIcon from '@mui/icons-material/CheckOutlined';
import IgnoreIcon from '@mui/icons-material/DoDisturbOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { BulkActionsToolbar, useListContext } from 'react-admin';
import { count } from '../parts/count';
import { SelectMatchingButton } from '../parts/SelectMatchingButton';
import { useListSelection } from '../parts/useListSelection';
import { DecideDialog } from './DecideDialog';
import type { Verdict } from './decisions';

/** What can be decided on those that are ticked, or on all that match. */
export function DecisionBar() {
  const { selectedIds, total, onUnselectItems } = useListContext();
  const { selection, isMatching, chooseMatching } = useListSelection();
  const [verdict, setVerdict] = useState<Verdict>();
  return (
    <>
      {selectedIds.length > 0 && (
        <BulkActionsToolbar
          label={isMatching ? `All ${count(total ?? 0)} selected` : `${count(selectedIds.length)} selected`}
          selectAllButton={<SelectMatchingButton chosen={isMatching} onChoose={chooseMatching} />}
        >
          <Button size="small" startIcon={<AcceptIcon />} onClick={() => setVerdict('accept')}>
            Accept…
          </Button>
          <Button size="small" startIcon={<IgnoreIcon />} onClick={() => setVerdict('ignore')}>
            Ignore…
          </Button>
        </BulkActionsToolbar>
      )}
      {verdict && (
        <DecideDialog verdict={verdict} selection={selection} onClose={() => setVerdict(undefined)} onDecided={onUnselectItems} />
      )}
    </>
  );
}
