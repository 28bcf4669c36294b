import type { ResourceProps } from 'react-admin';
import { CustomerList } from './CustomerList';
import { CustomerPage } from './CustomerPage';

/** Files are where customers come from: here they are read only. */
export const customers: Omit<ResourceProps, 'name'> = { list: CustomerList, edit: CustomerPage };
