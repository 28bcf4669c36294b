import { Checkbox, TableCell, TableRow, type TableRowProps } from '@mui/material';
import { useDataTableCallbacksContext, useDataTableSelectedIdsContext, useRecordContext } from 'react-admin';
import { useNavigate } from 'react-router-dom';

type Props = Pick<TableRowProps, 'children' | 'className' | 'sx'> & {
  /** What the row is about, for who cannot see it. */ name: string;
  to: string;
};

/** A row with a checkbox that says what it ticks; the one of react-admin's row has no name that a screen reader would find. */
export function TickedRow({ name, to, children, ...props }: Props) {
  const { id } = useRecordContext()!;
  const { handleToggleItem } = useDataTableCallbacksContext();
  const selectedIds = useDataTableSelectedIdsContext();
  const navigate = useNavigate();
  const isTicked = selectedIds?.includes(id) ?? false;
  return (
    <TableRow hover selected={isTicked} onClick={() => navigate(to)} {...props}>
      <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          checked={isTicked}
          onClick={(event) => handleToggleItem?.(id, event)}
          slotProps={{ input: { 'aria-label': `Select ${name}` } }}
        />
      </TableCell>
      {children}
    </TableRow>
  );
}
