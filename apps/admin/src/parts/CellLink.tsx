import { Link, type LinkProps } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';

type Props = Pick<LinkProps, 'id' | 'children' | 'sx' | 'title' | 'aria-label'> & { to: string };

/** A link within a row that leads somewhere itself. */
export const CellLink = ({ sx, ...props }: Props) => (
  <Link
    component={RouterLink}
    onClick={(event) => event.stopPropagation()}
    sx={{ display: 'inline-block', lineHeight: '24px', overflowWrap: 'anywhere', ...sx }}
    {...props}
  />
);
