import type { ResourceProps } from 'react-admin';
import { ProductList } from './list/ProductList';

/** One screen: the drawers for adding and editing open over the list, which keeps its page and filters. */
export const products: Omit<ResourceProps, 'name'> = { list: ProductList, recordRepresentation: 'name' };
