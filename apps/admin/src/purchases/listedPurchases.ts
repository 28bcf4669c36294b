import { dollars } from '../parts/dollars';
import { exportedCount, type Listed } from '../parts/selection';

const words: Record<string, (value: string) => string> = {
  q: (text) => `Product or customer contains “${text}”`,
  status: (status) => (status === 'canceled' ? 'Cancellations' : 'Purchases'),
  live: (live) => (live === 'true' ? 'Live' : 'Not live'),
  sku: (sku) => `SKU ${sku}`,
  productId: (id) => `Product ${id}`,
  customerId: (id) => `Customer ${id}`,
  importId: (id) => `By import ${id}`,
  purchasedAt_gte: (day) => `From ${day}`,
  purchasedAt_lte: (day) => `Until ${day}`,
  amount_gte: (amount) => `At least ${dollars(amount)}`,
  amount_lte: (amount) => `At most ${dollars(amount)}`,
};

export const listedPurchases: Listed = {
  resource: 'purchases',
  one: 'purchase',
  many: 'purchases',
  everything: 'All purchases',
  isImportable: false,
  say: (field, value) => words[field]?.(String(value)) ?? `${field}: ${String(value)}`,
  count: (filter) => exportedCount('purchases', filter),
};
