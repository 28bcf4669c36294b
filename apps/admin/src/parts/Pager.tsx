import { TablePagination } from '@mui/material';
import { count } from './count';
import { rowsPerPage } from './usePaged';

type Props = { total: number; page: number; onPage: (page: number) => void };

/** Turns the pages of a list that has more than one. */
export const Pager = ({ total, page, onPage }: Props) =>
  total > rowsPerPage && (
    <TablePagination
      component="div"
      count={total}
      page={Math.min(page, Math.ceil(total / rowsPerPage) - 1)}
      onPageChange={(_, next) => onPage(next)}
      rowsPerPage={rowsPerPage}
      rowsPerPageOptions={[]}
      labelDisplayedRows={({ from, to, count: all }) => `${count(from)}–${count(to)} of ${count(all)}`}
    />
  );
