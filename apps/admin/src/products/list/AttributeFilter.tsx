import { Box, Button, TextField } from '@mui/material';
import { useId, useState } from 'react';
import { useListContext } from 'react-admin';
import { attributePrefix } from '../filterWords';

/** Filters by what an attribute contains. A form of its own: the name of an attribute may hold dots, which the other form would nest by. */
export function AttributeFilter() {
  const { filterValues, setFilters } = useListContext();
  const [key, setKey] = useState('');
  const [text, setText] = useState('');
  const titleId = useId();
  const add = () => {
    setFilters({ ...filterValues, [attributePrefix + key.trim()]: text });
    setKey('');
    setText('');
  };
  return (
    <Box
      component="form"
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() && text) add();
      }}
      sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5, mt: 1.5 }}
    >
      <Box id={titleId} sx={{ gridColumn: '1 / -1', typography: 'body2', color: 'text.secondary' }}>
        An attribute that contains a text
      </Box>
      <TextField size="small" label="Attribute" value={key} onChange={(event) => setKey(event.target.value)} autoComplete="off" />
      <TextField size="small" label="Contains" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      <Button type="submit" variant="outlined" size="small" disabled={!key.trim() || !text} sx={{ gridColumn: '1 / -1' }}>
        Filter by attribute
      </Button>
    </Box>
  );
}
