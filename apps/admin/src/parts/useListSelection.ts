import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Selection } from './selection';

/** Which of a list are meant: those ticked or, once that is chosen, all that match, until another is ticked or the filter is another. */
export function useListSelection() {
  const { selectedIds, filterValues } = useListContext();
  const [matched, setMatched] = useState<string>();
  const now = JSON.stringify([filterValues, selectedIds]);
  const isMatching = matched === now;
  if (matched !== undefined && !isMatching) setMatched(undefined); // or the same ticks, once more, would mean all again
  const selection: Selection = isMatching ? { filter: filterValues } : { ids: selectedIds as number[] };
  return { selection, isMatching, chooseMatching: () => setMatched(now) };
}
