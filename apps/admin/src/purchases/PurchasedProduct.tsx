import type { Purchase } from '@app/domain';
import { CellLink } from '../parts/CellLink';

/** What was bought, as the file calls it; leads to the product as long as there is one. */
export const PurchasedProduct = ({ product: { id, name, sku } }: { product: Purchase['product'] }) =>
  id === null ? (
    <>
      {name} ({sku}, deleted since)
    </>
  ) : (
    <CellLink to={`/products/${id}`} title={`SKU ${sku}`}>
      {name}
    </CellLink>
  );
