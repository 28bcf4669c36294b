import type { ResourceProps } from 'react-admin';
import { IrregularityList } from './IrregularityList';

/** One screen: the drawer with one of them opens over the list. */
export const irregularities: Omit<ResourceProps, 'name'> = { list: IrregularityList };
