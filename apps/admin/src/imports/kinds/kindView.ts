import type { ImportFormat, ImportJob } from '@app/domain';
import type { SvgIconProps } from '@mui/material';
import type { ComponentType } from 'react';

/** All that the screens say and do otherwise for one kind of file. To add one, write its object and list it in `index.ts`. */
export interface KindView {
  format: ImportFormat;
  icon: ComponentType<SvgIconProps>;
  /** What such a file holds, as a word and in a sentence. */
  name: string;
  holds: string;
  /** What a person drops: "CSV file". */
  file: string;
  /** What an import of it does, above its first step. */
  title: string;
  lead: string;
  /** Field to what its cells hold. */
  meanings: Record<string, string>;
  sample: string;
  /** What else can be said of its columns. */
  note: string;
  /** How a compared row is called: the heads of its two columns, and the fields that those stand for. */
  row: { key: string; name: string; fields: readonly string[] };
  /** Field to what clearing it does, where that is not plain. */
  cleared: Partial<Record<string, string>>;
  /** What was written by so many rows, such as "3 products created or updated". */
  sayWritten: (rows: number) => string;
  /** Said when no row brought anything new. */
  nothingNew: string;
  canRevert: boolean;
  /** Where to see what an import brought. */
  see: { label: string; to: (importJob: ImportJob) => string };
  /** What there is to look at beside the rows, when an import has ended. */
  Found?: ComponentType<{ importJob: ImportJob }>;
}
