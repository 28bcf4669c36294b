import type { Retained } from '@app/domain';
import { Typography } from '@mui/material';
import { counted } from '../parts/count';
import { fileSize } from '../parts/fileSize';
import { retainedTexts } from './retainedTexts';

/** How many, and what they take on disk. */
export const Amount = ({ what, count, isEstimate, bytes }: Retained) => (
  <span>
    {isEstimate && 'about '}
    {counted(count, retainedTexts[what].unit)}
    <Typography variant="body2" component="span" sx={{ display: 'block', color: 'text.secondary' }}>
      {fileSize(bytes)}
    </Typography>
  </span>
);
