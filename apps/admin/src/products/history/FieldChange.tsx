import { Box, Button, Typography } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { useState } from 'react';
import { fieldLabel, sayValue } from '../productFields';

type Value = string | boolean | undefined;
type Props = { field: string; before: Value; after: Value };

const shownAtFirst = 300;
const shownBefore = 50;

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** A field from old to new, each with its sign; of long texts at first the part where they begin to differ. */
export function FieldChange({ field, before, after }: Props) {
  const [whole, setWhole] = useState(false);
  const [old, now] = [sayValue(before), sayValue(after)];
  const isLong = old.length > shownAtFirst || now.length > shownAtFirst;
  const from = Math.max(0, firstDifference(old, now) - shownBefore);
  const shown = (text: string) =>
    whole || !isLong ? text : `${from ? '…' : ''}${text.slice(from, from + shownAtFirst)}${text.length > from + shownAtFirst ? '…' : ''}`;
  return (
    <Box sx={{ mt: 1 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {fieldLabel(field)}
      </Typography>
      <Line as="del" sign="−" meaning="before" text={shown(old)} />
      <Line as="ins" sign="+" meaning="after" text={shown(now)} />
      {isLong && (
        <Button size="small" onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : 'Show more'}
        </Button>
      )}
    </Box>
  );
}

type LineProps = { as: 'del' | 'ins'; sign: string; meaning: string; text: string };

const Line = ({ as, sign, meaning, text }: LineProps) => (
  <Box
    component={as}
    sx={{
      display: 'flex',
      gap: 1,
      px: 1,
      py: 0.25,
      borderInlineStart: 3,
      borderColor: ({ palette }) => palette.outcome[as === 'del' ? 'rejected' : 'created'],
      bgcolor: 'action.hover',
      textDecoration: 'none',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    }}
  >
    <span aria-hidden>{sign}</span>
    <Box component="span" sx={visuallyHidden}>
      {meaning}:
    </Box>
    <Box component="span" dir="auto" sx={{ minWidth: 0 }}>
      {text}
    </Box>
  </Box>
);
