import type { ImportJob } from '@app/domain';
import { Link, Typography } from '@mui/material';
import { useGetList } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { StatusLabel } from '../../parts/StatusLabel';
import { counted } from '../../parts/count';

const newestFirst = { pagination: { page: 1, perPage: 10 }, sort: { field: 'id', order: 'DESC' } } as const;

/** The import whose rows this one repeats or repairs, and those that go on from this one. */
export function Relatives({ importJob: { id, parentId } }: { importJob: ImportJob }) {
  const { data: children = [] } = useGetList<ImportJob>('imports', { filter: { parentId: id }, ...newestFirst }, { retry: false });
  if (!parentId && !children.length) return null;
  return (
    <Typography component="div" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}>
      {parentId && (
        <span>
          Goes on from <ImportLink id={parentId} />
        </span>
      )}
      {children.map((child) => (
        <span key={child.id}>
          <ImportLink id={child.id} /> goes on from here: {counted(child.rows, 'row')} <StatusLabel status={child.status} />
        </span>
      ))}
    </Typography>
  );
}

const ImportLink = ({ id }: { id: number }) => (
  <Link component={RouterLink} to={`/imports/${id}`} underline="always">
    Import {id}
  </Link>
);
