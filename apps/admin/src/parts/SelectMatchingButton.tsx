import { Button } from '@mui/material';
import { useListContext } from 'react-admin';
import { count } from './count';

type Props = { chosen: boolean; onChoose: () => void };

/** After a whole page is ticked: everything that matches, by the filter itself and not by ids. */
export function SelectMatchingButton({ chosen, onChoose }: Props) {
  const { data, selectedIds, total, meta } = useListContext();
  const isPageTicked = data?.every(({ id }) => selectedIds.includes(id));
  if (chosen || !isPageTicked || !total || total <= selectedIds.length) return null;
  return (
    <Button size="small" onClick={onChoose}>
      Select all {meta?.isEstimate ? 'about ' : ''}
      {count(total)} matching
    </Button>
  );
}
