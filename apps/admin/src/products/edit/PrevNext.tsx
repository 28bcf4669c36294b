import type { Product } from '@app/domain';
import NextIcon from '@mui/icons-material/NavigateNext';
import PrevIcon from '@mui/icons-material/NavigateBefore';
import { Box, IconButton, Tooltip, Typography } from '@mui/material';
import { useGetList, useListContext } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { count } from '../../parts/count';

/**
 * Steps through the list that the drawer lies over, its filters and order, from page to page too. react-admin's own buttons read up to
 * a thousand whole products for that.
 */
export function PrevNext({ id }: { id: number }) {
  const { data = [], page, perPage, total = 0, meta, sort, filterValues } = useListContext<Product>();
  const { search } = useLocation();
  const at = data.findIndex((product) => product.id === id);
  const isLastOfPage = at >= 0 && at === data.length - 1;
  const hasFurther = page * perPage < total;
  const beside = { sort, filter: filterValues, pagination: { perPage, page: at === 0 ? page - 1 : page + 1 } };
  const { data: besides = [] } = useGetList<Product>('products', beside, {
    enabled: (at === 0 && page > 1) || (isLastOfPage && hasFurther),
  });
  if (at < 0) return null;

  const onPage = (number: number) => {
    const params = new URLSearchParams(search);
    params.set('page', String(number));
    return `?${params}`;
  };
  const previous =
    at > 0
      ? { id: data[at - 1]!.id, search }
      : page > 1 && besides.length
        ? { id: besides.at(-1)!.id, search: onPage(page - 1) }
        : undefined;
  const next = !isLastOfPage
    ? { id: data[at + 1]!.id, search }
    : hasFurther && besides.length
      ? { id: besides[0]!.id, search: onPage(page + 1) }
      : undefined;
  return (
    <Box component="nav" aria-label="Neighbours in the list" sx={{ display: 'flex', alignItems: 'center', flexShrink: 0 }}>
      <Step label="Previous product" to={previous} icon={<PrevIcon />} />
      <Typography variant="body2" sx={{ color: 'text.secondary', whiteSpace: 'nowrap', display: { xs: 'none', sm: 'block' } }}>
        {count((page - 1) * perPage + at + 1)} of {meta?.isEstimate && 'about '}
        {count(total)}
      </Typography>
      <Step label="Next product" to={next} icon={<NextIcon />} />
    </Box>
  );
}

type StepProps = { label: string; to: { id: number; search: string } | undefined; icon: React.ReactNode };

const Step = ({ label, to, icon }: StepProps) =>
  to ? (
    <Tooltip title={label}>
      <IconButton component={Link} to={`/products/${to.id}${to.search}`} replace aria-label={label}>
        {icon}
      </IconButton>
    </Tooltip>
  ) : (
    <IconButton disabled aria-label={label}>
      {icon}
    </IconButton>
  );
