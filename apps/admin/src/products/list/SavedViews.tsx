import AddIcon from '@mui/icons-material/BookmarkAddOutlined';
import ViewIcon from '@mui/icons-material/BookmarkBorder';
import RemoveIcon from '@mui/icons-material/BookmarkRemoveOutlined';
import { Button, ListItem, ListItemButton, ListItemText, Typography } from '@mui/material';
import { useState } from 'react';
import { AddSavedQueryDialog, extractValidSavedQueries, FilterList, useListContext, useSavedQueries, type SavedQuery } from 'react-admin';
import { useLocation, useNavigate } from 'react-router-dom';

/** Filters and orders kept under a name, in this browser. react-admin's own list has a button without a name, and forgets the order. */
export function SavedViews() {
  const { resource, filterValues, sort } = useListContext();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [naming, setNaming] = useState(false);
  const [saved, setSaved] = useSavedQueries(resource);
  const views = extractValidSavedQueries(saved);
  const isShown = ({ value }: SavedQuery) => JSON.stringify([value.filter, value.sort]) === JSON.stringify([filterValues, sort]);
  const shown = views.find(isShown);

  const show = ({ value: { filter, sort: order, perPage } }: SavedQuery) =>
    navigate({
      pathname,
      search: String(
        new URLSearchParams({
          filter: JSON.stringify(filter),
          sort: order!.field,
          order: order!.order,
          perPage: String(perPage),
          page: '1',
        }),
      ),
    });

  return (
    <>
      <FilterList label="Saved views" icon={<ViewIcon fontSize="small" />}>
        {views.map((view) => (
          <ListItem key={view.label} disablePadding>
            <ListItemButton selected={view === shown} aria-current={view === shown || undefined} onClick={() => show(view)}>
              <ListItemText primary={view.label} sx={{ overflowWrap: 'anywhere' }} />
            </ListItemButton>
          </ListItem>
        ))}
      </FilterList>
      {shown ? (
        <Button size="small" startIcon={<RemoveIcon />} onClick={() => setSaved(views.filter((view) => view !== shown))}>
          Forget this view
        </Button>
      ) : Object.keys(filterValues).length ? (
        <Button size="small" startIcon={<AddIcon />} onClick={() => setNaming(true)}>
          Save this view
        </Button>
      ) : (
        !views.length && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Filter the list, then save it here under a name.
          </Typography>
        )
      )}
      <AddSavedQueryDialog open={naming} onClose={() => setNaming(false)} />
    </>
  );
}
