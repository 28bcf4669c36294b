import type { ResourceProps } from 'react-admin';
import { PurchaseList } from './PurchaseList';

/** One screen: the drawer with one of them opens over the list, which keeps its page and filters. */
export const purchases: Omit<ResourceProps, 'name'> = { list: PurchaseList };
