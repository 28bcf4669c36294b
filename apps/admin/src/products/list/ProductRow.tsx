import type { Product } from '@app/domain';
import { Checkbox, TableCell, TableRow, type TableRowProps } from '@mui/material';
import { useDataTableCallbacksContext, useDataTableSelectedIdsContext, useRecordContext } from 'react-admin';
import { useLocation, useNavigate } from 'react-router-dom';

/** A row whose checkbox says which product it ticks; the one of react-admin's row has no name that a screen reader would find. */
export function ProductRow({ children, className }: TableRowProps) {
  const product = useRecordContext<Product>()!;
  const { handleToggleItem } = useDataTableCallbacksContext();
  const selectedIds = useDataTableSelectedIdsContext();
  const navigate = useNavigate();
  const { search } = useLocation();
  const isTicked = selectedIds?.includes(product.id) ?? false;
  return (
    <TableRow hover selected={isTicked} className={className} onClick={() => navigate(`/products/${product.id}${search}`)}>
      <TableCell padding="checkbox" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          checked={isTicked}
          onClick={(event) => handleToggleItem?.(product.id, event)}
          slotProps={{ input: { 'aria-label': `Select ${product.sku}` } }}
        />
      </TableCell>
      {children}
    </TableRow>
  );
}
