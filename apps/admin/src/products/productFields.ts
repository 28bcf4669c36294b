import type { Product } from '@app/domain';

/** What people change of a product. */
export type ProductFields = Pick<Product, 'sku' | 'name' | 'description' | 'active' | 'attributes'>;

/** A product's fields side by side, each attribute as one of them: `attributes.color`. */
export type FlatFields = Record<string, string | boolean>;

const attribute = 'attributes.';

export function flatten({ attributes = {}, ...fields }: Partial<ProductFields>): FlatFields {
  const { sku, name, description, active } = fields;
  const own = Object.entries({ sku, name, description, active }).filter(([, value]) => value !== undefined) as [string, string | boolean][];
  return Object.fromEntries([...own, ...Object.entries(attributes).map(([key, value]) => [attribute + key, value] as const)]);
}

export function unflatten(flat: FlatFields): ProductFields {
  const entries = Object.entries(flat);
  const isAttribute = ([field]: [string, unknown]) => field.startsWith(attribute);
  return {
    ...Object.fromEntries(entries.filter((entry) => !isAttribute(entry))),
    attributes: Object.fromEntries(entries.filter(isAttribute).map(([field, value]) => [field.slice(attribute.length), value])),
  } as ProductFields;
}

/** Fields in which two states differ; one that is in only one of them has no value in the other. */
export const changedFields = (before: FlatFields, after: FlatFields): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => before[field] !== after[field]);

/** The field of a product that a flat one belongs to. */
export const wholeField = (field: string) => (field.startsWith(attribute) ? 'attributes' : field) as keyof ProductFields;

/** What is to be saved to make one state the other; attributes change as a whole. */
export function changesOf(before: ProductFields, after: ProductFields): Partial<ProductFields> {
  const changed: string[] = changedFields(flatten(before), flatten(after)).map(wholeField);
  return Object.fromEntries(Object.entries(after).filter(([field]) => changed.includes(field)));
}

const labels: Record<string, string> = { sku: 'SKU', name: 'Name', description: 'Description', active: 'Active' };
export const fieldLabel = (field: string): string => labels[field] ?? field.slice(attribute.length);

/** A value as people read it. */
export function sayValue(value: string | boolean | undefined): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'boolean') return value ? 'Active' : 'Inactive';
  return value === '' ? '(empty)' : value;
}
