import NextIcon from '@mui/icons-material/NavigateNext';
import PrevIcon from '@mui/icons-material/NavigateBefore';
import { Box, IconButton, Tooltip, Typography } from '@mui/material';
import { useGetList, useListContext, type RaRecord } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { count } from './count';

/**
 * Steps through the list that the drawer lies over, its filters and order, from page to page too. react-admin's own buttons read up to
 * a thousand whole records for that.
 */
export function PrevNext({ id, one }: { id: number; /** What the list is of. */ one: string }) {
  const { resource, data = [], page, perPage, total = 0, meta, sort, filterValues } = useListContext<RaRecord<number>>();
  const { search } = useLocation();
  const at = data.findIndex((record) => record.id === id);
  const isLastOfPage = at >= 0 && at === data.length - 1;
  const hasFurther = page * perPage < total;
  const beside = { sort, filter: filterValues, pagination: { perPage, page: at === 0 ? page - 1 : page + 1 } };
  const { data: besides = [] } = useGetList<RaRecord<number>>(resource, beside, {
    enabled: (at === 0 && page > 1) || (isLastOfPage && hasFurther),
  });
  if (at < 0) return null;

  const address = ({ id: other }: RaRecord<number>, query: string) => `/${resource}/${other}${query}`;
  const onPage = (number: number) => {
    const params = new URLSearchParams(search);
    params.set('page', String(number));
    return `?${params}`;
  };
  const previous =
    at > 0 ? address(data[at - 1]!, search) : page > 1 && besides.length ? address(besides.at(-1)!, onPage(page - 1)) : undefined;
  const next = !isLastOfPage
    ? address(data[at + 1]!, search)
    : hasFurther && besides.length
      ? address(besides[0]!, onPage(page + 1))
      : undefined;
  return (
    <Box component="nav" aria-label="Neighbours in the list" sx={{ display: 'flex', alignItems: 'center', flexShrink: 0 }}>
      <Step label={`Previous ${one}`} to={previous} icon={<PrevIcon />} />
      <Typography variant="body2" sx={{ color: 'text.secondary', whiteSpace: 'nowrap', display: { xs: 'none', sm: 'block' } }}>
        {count((page - 1) * perPage + at + 1)} of {meta?.isEstimate && 'about '}
        {count(total)}
      </Typography>
      <Step label={`Next ${one}`} to={next} icon={<NextIcon />} />
    </Box>
  );
}

type StepProps = { label: string; to: string | undefined; icon: React.ReactNode };

const Step = ({ label, to, icon }: StepProps) =>
  to ? (
    <Tooltip title={label}>
      <IconButton component={Link} to={to} replace aria-label={label}>
        {icon}
      </IconButton>
    </Tooltip>
  ) : (
    <IconButton disabled aria-label={label}>
      {icon}
    </IconButton>
  );
