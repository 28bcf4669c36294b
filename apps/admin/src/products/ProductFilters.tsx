import ClearIcon from '@mui/icons-material/FilterAltOff';
import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, Collapse, useMediaQuery, type Theme } from '@mui/material';
import { useId, useState } from 'react';
import { FilterLiveForm, SelectInput, TextInput, useListContext } from 'react-admin';

const states = [
  { id: 'true', name: 'Active' },
  { id: 'false', name: 'Inactive' },
];
const asBoolean = (choice: string) => (choice === '' ? '' : choice === 'true');
const asChoice = (active: unknown) => (typeof active === 'boolean' ? String(active) : '');

/** Searches as one types. On narrow screens all but the search field fold away. */
export function ProductFilters() {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('lg'));
  const [unfolded, setUnfolded] = useState(false);
  const { filterValues, setFilters, total } = useListContext();
  const fieldsId = useId();
  const used = Object.keys(filterValues).length;
  const folded = Object.keys(filterValues).filter((field) => field !== 'q').length;

  return (
    <Box role="search" aria-label="Products" sx={{ mb: 2, '& .MuiFormControl-root': { m: 0 }, '& .RaInput-root, & .ra-input': { m: 0 } }}>
      <FilterLiveForm debounce={300}>
        <Box sx={{ display: { xs: 'block', lg: 'flex' }, gap: 1.5 }}>
          <Box sx={{ display: 'flex', gap: 1, flex: '1.4 1 0', minWidth: 0 }}>
            <TextInput source="q" label="Search" type="search" helperText={false} />
            {isNarrow && (
              <Button
                variant="outlined"
                startIcon={<TuneIcon />}
                aria-expanded={unfolded}
                aria-controls={fieldsId}
                onClick={() => setUnfolded(!unfolded)}
                sx={{ flexShrink: 0 }}
              >
                Filters{folded > 0 && ` (${folded})`}
              </Button>
            )}
          </Box>
          <Collapse id={fieldsId} in={!isNarrow || unfolded} sx={{ flex: '4 1 0', minWidth: 0 }}>
            <Box
              sx={{
                display: 'grid',
                gap: 1.5,
                gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', md: 'repeat(4, 1fr)' },
                pt: { xs: 1.5, lg: 0 },
              }}
            >
              <TextInput source="sku" label="SKU" helperText={false} />
              <TextInput source="name" label="Name" helperText={false} />
              <TextInput source="description" label="Description" helperText={false} />
              <SelectInput
                source="active"
                label="Active"
                choices={states}
                parse={asBoolean}
                format={asChoice}
                emptyText="Any"
                helperText={false}
              />
            </Box>
          </Collapse>
        </Box>
      </FilterLiveForm>
      {used > 0 && total !== 0 && (
        <Button size="small" startIcon={<ClearIcon />} onClick={() => setFilters({})} sx={{ mt: 1 }}>
          Clear filters
        </Button>
      )}
    </Box>
  );
}
