import { FilterFields } from './FilterFields';
import { QuickFilters } from './QuickFilters';
import { SavedViews } from './SavedViews';

/** All ways to narrow the list of products down. */
export const FilterPanel = () => (
  <>
    <SavedViews />
    <QuickFilters />
    <FilterFields />
  </>
);
