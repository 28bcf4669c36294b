import { useListContext } from 'react-admin';

/** True when a list has nothing at all, filtered or not. */
export function useIsEmpty(): boolean {
  const { total, filterValues } = useListContext();
  return total === 0 && Object.keys(filterValues).length === 0;
}
