import { z } from 'zod';
import { listParameter, ListQuery } from '@app/domain';
import { cursorParameter } from '../http/page.js';

const filters = {
  filter: ListQuery.shape.filter,
  status: listParameter('Exactly: new or canceled', 'new'),
  live: listParameter('true: purchases that are not canceled; false: those that are, and cancellations', 'true'),
  sku: listParameter('The id of the product in the files, exactly', '431'),
  productId: listParameter('Of the product in the catalogue', '31'),
  customerId: listParameter('The number that the files give', '1001'),
  q: listParameter('The name of the product, as the row has it, or a name or number of the customer contains it', 'kent'),
  importId: listParameter('Brought, or last corrected, by this import', '12'),
  purchasedAt_gte: listParameter('ISO 8601; also purchasedAt_lte. A day is meant whole', '2026-11-21'),
  amount_gte: listParameter('US dollars; also amount_lte', '12.50'),
};

/** Which purchases. */
export const PurchaseFilters = z.object(filters).catchall(z.string());

/** Which purchases, in which order, and which part of them. */
export const PurchaseListQuery = ListQuery.extend({ ...filters, after: cursorParameter }).catchall(z.string());
