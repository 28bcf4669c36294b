import { tidy, type Product } from '@app/domain';
import { HttpError } from 'react-admin';
import type { ProductFields } from '../productFields';

/** A product as the form holds it: its attributes are rows, so that a name can be changed like a value. */
export type ProductForm = Omit<ProductFields, 'attributes'> & { attributes: { key: string; value: string }[] };

export const blankForm: ProductForm = { sku: '', name: '', description: '', active: true, attributes: [] };

export const asForm = (product: Product) => ({
  ...product,
  attributes: Object.entries(product.attributes).map(([key, value]) => ({ key, value })),
});

export const fromForm = ({ sku, name, description, active, attributes }: ProductForm): ProductFields => ({
  sku,
  name,
  description,
  active,
  attributes: Object.fromEntries(attributes.map(({ key, value }) => [tidy(key), value])),
});

/** Errors of fields as the form's places: the one of `attributes/color` belongs to the row of color. Nothing when it is about no field. */
export function fieldErrors(error: unknown, { attributes }: ProductForm): Record<string, unknown> | undefined {
  const errors: Record<string, string> | undefined = error instanceof HttpError ? error.body?.errors : undefined;
  if (!errors) return undefined;
  const rows: Record<number, { value: string }> = {};
  const others: Record<string, string> = {};
  for (const [place, message] of Object.entries(errors)) {
    const row = attributes.findIndex(({ key }) => place === `attributes/${tidy(key)}`);
    if (row >= 0) rows[row] = { value: message };
    else if (place.startsWith('attributes')) others['root.serverError'] = message;
    else others[place] = message;
  }
  return { ...others, ...(Object.keys(rows).length && { attributes: rows }) };
}
