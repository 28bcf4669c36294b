import type { Product } from '@app/domain';
import type { TableRowProps } from '@mui/material';
import { useRecordContext } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { TickedRow } from '../../parts/TickedRow';

export function ProductRow({ children, className }: TableRowProps) {
  const { id, sku } = useRecordContext<Product>()!;
  const { search } = useLocation();
  return (
    <TickedRow name={sku} to={`/products/${id}${search}`} className={className}>
      {children}
    </TickedRow>
  );
}
