import type { RetainedThing } from '@app/domain';

/** What each thing is called, and what a person has of it. */
export const retainedTexts: Record<RetainedThing, { name: string; purpose: string; unit: string }> = {
  versions: {
    name: 'Earlier versions of products',
    purpose: 'Show what a product was and make it that again, undo imports and bulk changes. Counted from the day a version was replaced.',
    unit: 'version',
  },
  events: { name: 'Events', purpose: 'Tell other systems which products changed. Counted from the change.', unit: 'event' },
  deliveries: {
    name: 'Deliveries',
    purpose: 'Show what each webhook was sent; what was sent can be resent as it was for three days after it was taken.',
    unit: 'message',
  },
  attempts: { name: 'Delivery attempts', purpose: 'Show request and answer. One that succeeded goes after 14 days.', unit: 'attempt' },
  files: {
    name: 'Imported files',
    purpose: 'Download the rows of an import, repair rejected ones. Counted from the end of the import, which itself stays in the list.',
    unit: 'file',
  },
  row_errors: {
    name: 'Row errors',
    purpose: 'Say what was wrong with which row; they go with the file. How many there were of each kind stays.',
    unit: 'row error',
  },
  audit: { name: 'Audit notes', purpose: 'Say who did what, and when.', unit: 'note' },
  uploads: {
    name: 'Unfinished uploads',
    purpose: 'Go on where the connection broke. Counted from the last piece that came.',
    unit: 'upload',
  },
};
