import { Box, Card, useMediaQuery, type Theme } from '@mui/material';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { FilterLiveForm, ListView, TextInput } from 'react-admin';
import { FilterChips } from './FilterChips';
import { FilterSheet } from './FilterSheet';
import { ListError } from './ListError';
import { ListPages } from './ListPages';
import { listSx } from './listSx';
import type { Listed } from './selection';
import { useIsEmpty } from './useIsEmpty';
import { useSingleKey } from './useSingleKey';

type Props = {
  of: Listed;
  /** What the search field says it searches. */
  search: string;
  /** All ways to narrow the list down: beside it on wide screens, in a sheet on others. */
  filters: ReactNode;
  filtersTitle?: string;
  /** Fields of the filter that are neither in `filters` nor shown as such. */
  except?: readonly string[];
  /** Beside the search field. */
  tools?: ReactNode;
  /** Between the search field and the list. */
  above?: ReactNode;
  empty: ReactElement;
  children: ReactNode;
};

/** A list with its search field, what it is filtered by, its pages, and what it says when there is nothing. */
export function FilteredList({ of: listed, search, filters, filtersTitle = 'Filters', except = [], tools, above, empty, children }: Props) {
  const hasRoomBeside = useMediaQuery<Theme>((theme) => theme.breakpoints.up('xl'));
  const isEmpty = useIsEmpty();
  const searchBox = useRef<HTMLDivElement>(null);
  useSingleKey('/', () => searchBox.current?.querySelector('input')?.focus());
  const { one, many, say } = listed;
  const panel = (
    <Box role="search" aria-label="Filters" sx={panelSx}>
      {filters}
    </Box>
  );
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 3 }}>
      {hasRoomBeside && !isEmpty && <Card sx={{ width: 348, flexShrink: 0, p: 2 }}>{panel}</Card>}
      <ListView
        title={false}
        actions={
          <>
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 2 }}>
              <Box
                ref={searchBox}
                role="search"
                aria-label={capital(many)}
                sx={{ flexGrow: 1, minWidth: 0, '& .MuiFormControl-root, & .ra-input': { m: 0 } }}
              >
                <FilterLiveForm debounce={300}>
                  <TextInput source="q" label={search} type="search" helperText={false} />
                </FilterLiveForm>
              </Box>
              {!hasRoomBeside && (
                <FilterSheet title={filtersTitle} except={except} one={one} many={many}>
                  {panel}
                </FilterSheet>
              )}
              {tools}
            </Box>
            <FilterChips say={say} except={except} />
            {above}
          </>
        }
        pagination={<ListPages />}
        empty={empty}
        error={<ListError what={capital(many)} />}
        sx={[listSx, { flexGrow: 1, minWidth: 0 }]}
      >
        {children}
      </ListView>
    </Box>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const panelSx = {
  '& > div:first-of-type > div:first-of-type': { mt: 0 },
  '& .MuiListItemButton-root': { borderRadius: 1, px: 1, py: 0.5 },
  '& .MuiTypography-overline': { color: 'text.secondary', fontSize: '0.75rem' },
} as const;
