import { plainDate } from '../parts/plainDate';

const words: Record<string, (value: string) => string> = {
  q: (text) => `Contains “${text}”`,
  sku: (text) => `SKU contains “${text}”`,
  sku_eq: (text) => `SKU is “${text}”`,
  name: (text) => `Name contains “${text}”`,
  description: (text) => `Description contains “${text}”`,
  active: (active) => (active === 'true' ? 'Active' : 'Inactive'),
  createdAt_gte: (at) => `Created from ${plainDate(at)}`,
  createdAt_lte: (at) => `Created until ${plainDate(at)}`,
  updatedAt_gte: (at) => `Changed from ${plainDate(at)}`,
  updatedAt_lte: (at) => `Changed until ${plainDate(at)}`,
  importId: (id) => `By import ${id}`,
};

/** Attributes are filtered by as `attributes.<key>`. */
export const attributePrefix = 'attributes.';

/** One filter in words, such as “Name contains mug”. */
export function sayFilter(field: string, value: unknown): string {
  if (field.startsWith(attributePrefix)) return `${field.slice(attributePrefix.length)} contains “${String(value)}”`;
  return words[field]?.(String(value)) ?? `${field}: ${String(value)}`;
}
