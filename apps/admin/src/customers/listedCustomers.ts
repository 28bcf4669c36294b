import { exportedCount, type Listed } from '../parts/selection';

const words: Record<string, (value: string) => string> = {
  q: (text) => `Name or id contains “${text}”`,
  customerId: (id) => `Customer ${id}`,
  state: (state) => `State ${state}`,
  zip: (zip) => `Zip begins with ${zip}`,
  importId: (id) => `By import ${id}`,
  hasIrregularities: (has) => (has === 'true' ? 'With irregularities' : 'Without irregularities'),
  lastPurchaseAt_gte: (day) => `Last purchase from ${day}`,
  lastPurchaseAt_lte: (day) => `Last purchase until ${day}`,
};

export const listedCustomers: Listed = {
  resource: 'customers',
  one: 'customer',
  many: 'customers',
  everything: 'All customers',
  isImportable: false,
  say: (field, value) => words[field]?.(String(value)) ?? `${field}: ${String(value)}`,
  count: (filter) => exportedCount('customers', filter),
};
