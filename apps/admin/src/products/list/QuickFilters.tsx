import type { ImportJob } from '@app/domain';
import QuickIcon from '@mui/icons-material/FilterListOutlined';
import { FilterList, FilterListItem, useCanAccess, useGetList } from 'react-admin';

/** Midnight, so many days ago, here. */
function midnight(daysAgo: number): string {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).toISOString();
}
const daysSinceMonday = () => (new Date().getDay() + 6) % 7;

/** What is asked for most, at one click; another click takes it off. */
export function QuickFilters() {
  const { canAccess } = useCanAccess({ resource: 'imports', action: 'list' });
  const { data: [lastImport] = [] } = useGetList<ImportJob>(
    'imports',
    { filter: { status: ['completed'], kind: 'products' }, sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 1 } },
    { enabled: canAccess === true },
  );
  return (
    <FilterList label="Show" icon={<QuickIcon fontSize="small" />}>
      <FilterListItem secondaryAction={null} label="Active" value={{ active: true }} />
      <FilterListItem secondaryAction={null} label="Inactive" value={{ active: false }} />
      <FilterListItem secondaryAction={null} label="Changed today" value={{ updatedAt_gte: midnight(0) }} />
      <FilterListItem secondaryAction={null} label="Changed this week" value={{ updatedAt_gte: midnight(daysSinceMonday()) }} />
      {lastImport && <FilterListItem secondaryAction={null} label="Last import" value={{ importId: lastImport.id }} />}
    </FilterList>
  );
}
