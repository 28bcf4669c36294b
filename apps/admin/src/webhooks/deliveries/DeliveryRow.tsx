import type { Delivery } from '@app/domain';
import FoldIcon from '@mui/icons-material/ExpandLess';
import UnfoldIcon from '@mui/icons-material/ExpandMore';
import { Checkbox, IconButton, TableCell, TableRow, type TableRowProps } from '@mui/material';
import { Children } from 'react';
import {
  useDataTableCallbacksContext,
  useDataTableSelectedIdsContext,
  useExpanded,
  useRecordContext,
  useResourceContext,
} from 'react-admin';
import { useMayChange } from '../useWebhooks';
import { DeliveryPanel } from './DeliveryPanel';
import { sayContents } from './deliveryWords';

/** A row that unfolds to what was sent. The checkbox and button of react-admin's row have no name that a screen reader would find. */
export function DeliveryRow({ children, className }: TableRowProps) {
  const delivery = useRecordContext<Delivery>()!;
  const resource = useResourceContext()!;
  const [unfolded, toggle] = useExpanded(resource, delivery.id, true);
  const { handleToggleItem } = useDataTableCallbacksContext();
  const selectedIds = useDataTableSelectedIdsContext();
  const mayChange = useMayChange();
  const isTicked = selectedIds?.includes(delivery.id) ?? false;
  const name = `${sayContents(delivery)}, delivery ${delivery.id}`;
  const panelId = `delivery-${delivery.id}`;
  return (
    <>
      <TableRow hover selected={isTicked} className={className} onClick={toggle}>
        <TableCell padding="none" align="center" onClick={(event) => event.stopPropagation()}>
          <IconButton size="small" aria-label={`Details of ${name}`} aria-expanded={unfolded} aria-controls={panelId} onClick={toggle}>
            {unfolded ? <FoldIcon /> : <UnfoldIcon />}
          </IconButton>
        </TableCell>
        {mayChange && (
          <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
            <Checkbox
              checked={isTicked}
              onClick={(event) => handleToggleItem?.(delivery.id, event)}
              slotProps={{ input: { 'aria-label': `Select ${name}` } }}
            />
          </TableCell>
        )}
        {children}
      </TableRow>
      {unfolded && (
        <TableRow id={panelId}>
          <TableCell colSpan={Children.count(children) + (mayChange ? 2 : 1)} sx={{ '&&': { p: 0 } }}>
            <DeliveryPanel />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
