import { Box, useMediaQuery, type Theme } from '@mui/material';
import { FilterLiveForm, TextInput } from 'react-admin';
import { ColumnsMenu } from './ColumnsMenu';
import { FilterChips } from './FilterChips';
import { FilterSheet } from './FilterSheet';

/** Above the list: the search field, what is filtered by, and which columns. */
export function ListTools({ hasRoomBeside }: { hasRoomBeside: boolean }) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 2 }}>
        <Box role="search" aria-label="Products" sx={{ flexGrow: 1, minWidth: 0, '& .MuiFormControl-root, & .ra-input': { m: 0 } }}>
          <FilterLiveForm debounce={300}>
            <TextInput source="q" label="Search SKU, name, description" type="search" helperText={false} />
          </FilterLiveForm>
        </Box>
        {!hasRoomBeside && <FilterSheet />}
        {!isPhone && <ColumnsMenu />}
      </Box>
      <FilterChips />
    </>
  );
}
