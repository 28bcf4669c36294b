import { TablePagination, useMediaQuery, type Theme } from '@mui/material';
import { useListContext } from 'react-admin';
import { count } from './count';

/** Pages of a list with the server's total, which says when it is an estimate. */
export function ListPages() {
  const { total, page, perPage, setPage, setPerPage, meta } = useListContext();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  if (!total) return null;
  const isEstimate = Boolean(meta?.isEstimate);
  return (
    <TablePagination
      component="div"
      count={total}
      page={Math.min(page - 1, Math.ceil(total / perPage) - 1)}
      onPageChange={(_, next) => setPage(next + 1)}
      rowsPerPage={perPage}
      rowsPerPageOptions={isPhone ? [] : [25, 50, 100]}
      onRowsPerPageChange={({ target }) => setPerPage(Number(target.value))}
      labelDisplayedRows={({ from, to }) => `${count(from)}–${count(to)} of ${isEstimate ? 'about ' : ''}${count(total)}`}
      showFirstButton={!isPhone}
      showLastButton={!isPhone && !isEstimate}
    />
  );
}
