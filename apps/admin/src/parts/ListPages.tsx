import { TablePagination, useMediaQuery, type Theme } from '@mui/material';
import { useListPaginationContext } from 'react-admin';
import { count } from './count';

/** Pages of a list with the server's exact total. */
export function ListPages() {
  const { total, page, perPage, setPage, setPerPage } = useListPaginationContext();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  if (!total) return null;
  return (
    <TablePagination
      component="div"
      count={total}
      page={Math.min(page - 1, Math.ceil(total / perPage) - 1)}
      onPageChange={(_, next) => setPage(next + 1)}
      rowsPerPage={perPage}
      rowsPerPageOptions={isPhone ? [] : [25, 50, 100]}
      onRowsPerPageChange={({ target }) => setPerPage(Number(target.value))}
      labelDisplayedRows={({ from, to }) => `${count(from)}–${count(to)} of ${count(total)}`}
      showFirstButton={!isPhone}
      showLastButton={!isPhone}
    />
  );
}
