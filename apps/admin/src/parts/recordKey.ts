import type { Identifier } from 'react-admin';

/** Where react-query keeps a record that react-admin has read by `useGetOne`. */
export const recordKey = (resource: string, id: Identifier) => [resource, 'getOne', { id: String(id), meta: undefined }];
