import type { ResourceProps } from 'react-admin';
import { BulkJobList } from './BulkJobList';
import { BulkJobPage } from './BulkJobPage';

/** A bulk job has one address, /bulk-jobs/:id, from its start to its undo; that is react-admin's route for `edit`. */
export const bulkJobs: Omit<ResourceProps, 'name'> = { list: BulkJobList, edit: BulkJobPage };
