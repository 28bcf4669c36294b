import type { Delimiter, Encoding, FileInspection, ImportSettings } from '@app/domain';
import { useState } from 'react';

/** How a file is read, before its columns: what was found, or what somebody says instead. */
export type Reading = { encoding: Encoding; delimiter: Delimiter; header: number | false };

/** The reading of a file as a person changes it, and the settings that ask for it. */
export function useReading(inspection: FileInspection) {
  const found: Reading = {
    encoding: inspection.encoding.value,
    delimiter: inspection.delimiter.value,
    header: inspection.header.record ?? false,
  };
  const [changes, setChanges] = useState<Partial<Reading>>({});
  const reading = { ...found, ...changes };
  const changed = (Object.keys(found) as (keyof Reading)[]).filter((key) => reading[key] !== found[key]);
  return {
    reading,
    hasChanged: changed.length > 0,
    change: (change: Partial<Reading>) => setChanges((before) => ({ ...before, ...change })),
    // Other characters, cells or another header make other columns: what was said of the old ones is void.
    settings: (): ImportSettings => ({
      ...inspection.settings,
      ...Object.fromEntries(changed.map((key) => [key, reading[key]])),
      mapping: {},
      fillDown: undefined,
    }),
  };
}
