import ActivateIcon from '@mui/icons-material/CheckCircleOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import ExportIcon from '@mui/icons-material/Download';
import DeactivateIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import AttributeIcon from '@mui/icons-material/SellOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { BulkActionsToolbar, CanAccess, useListContext } from 'react-admin';
import { BulkDialog } from '../../bulk-jobs/BulkDialog';
import { DeleteAllDialog } from '../../bulk-jobs/DeleteAllDialog';
import type { BulkJob } from '@app/domain';
import { count } from '../../parts/count';
import { ExportDialog } from '../../parts/export/ExportDialog';
import type { Selection } from '../../parts/selection';
import { listedProducts } from '../listedProducts';
import { SelectMatchingButton } from '../../parts/SelectMatchingButton';
import { useListSelection } from '../../parts/useListSelection';

type Asked = { what: BulkJob['action'] | 'export'; selection: Selection };

/** What can be done with the products that are ticked, or with all that match. */
export function BulkBar() {
  const { selectedIds, total, meta, onUnselectItems } = useListContext();
  const { selection, isMatching, chooseMatching } = useListSelection();
  const [asked, setAsked] = useState<Asked>();
  const ask = (what: Asked['what']) => () => setAsked({ what, selection });
  const close = () => setAsked(undefined);

  return (
    <>
      {selectedIds.length > 0 && (
        <BulkActionsToolbar
          label={
            isMatching ? `All ${meta?.isEstimate ? 'about ' : ''}${count(total ?? 0)} selected` : `${count(selectedIds.length)} selected`
          }
          selectAllButton={<SelectMatchingButton chosen={isMatching} onChoose={chooseMatching} />}
        >
          <CanAccess resource="products" action="edit">
            <Button size="small" startIcon={<ActivateIcon />} onClick={ask('activate')}>
              Activate
            </Button>
            <Button size="small" startIcon={<DeactivateIcon />} onClick={ask('deactivate')}>
              Deactivate
            </Button>
            <Button size="small" startIcon={<AttributeIcon />} onClick={ask('set_attribute')}>
              Set attribute…
            </Button>
          </CanAccess>
          <Button size="small" startIcon={<ExportIcon />} onClick={ask('export')}>
            Export
          </Button>
          <CanAccess resource="products" action="delete">
            <Button size="small" color="error" startIcon={<DeleteIcon />} onClick={ask('delete')}>
              Delete
            </Button>
          </CanAccess>
        </BulkActionsToolbar>
      )}
      {asked && <Ask {...asked} onClose={close} onStarted={onUnselectItems} />}
    </>
  );
}

function Ask({ what, selection, onClose, onStarted }: Asked & { onClose: () => void; onStarted: () => void }) {
  if (what === 'export') return <ExportDialog of={listedProducts} selection={selection} onClose={onClose} />;
  const isEverything = 'filter' in selection && !Object.keys(selection.filter).length;
  if (what === 'delete' && isEverything) return <DeleteAllDialog onClose={onClose} />;
  return <BulkDialog action={what} selection={selection} onClose={onClose} onStarted={onStarted} />;
}
