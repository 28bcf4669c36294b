import type { ResourceProps } from 'react-admin';
import { ImportCreate } from './file/ImportCreate';
import { ImportList } from './history/ImportList';
import { ImportPage } from './ImportPage';

/** An import has one address, /imports/:id, from its start to its result; that is react-admin's route for `edit`. */
export const imports: Omit<ResourceProps, 'name'> = {
  list: ImportList,
  create: ImportCreate,
  edit: ImportPage,
  recordRepresentation: 'fileName',
};
