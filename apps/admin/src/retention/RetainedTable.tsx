import type { Retained } from '@app/domain';
import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import { RelativeTime } from '../parts/RelativeTime';
import { Amount } from './Amount';
import { KeptFor } from './KeptFor';
import { retainedTexts } from './retainedTexts';

export const RetainedTable = ({ things }: { things: Retained[] }) => (
  <TableContainer>
    <Table
      aria-label="What is kept, and for how long"
      sx={{ '& td, & th': { verticalAlign: 'top' }, '& tbody td:first-of-type': { pl: 2 } }}
    >
      <TableHead>
        <TableRow>
          <TableCell>What</TableCell>
          <TableCell>Kept for</TableCell>
          <TableCell align="right">How much</TableCell>
          <TableCell>Oldest</TableCell>
          <TableCell>Last checked</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {things.map((thing) => (
          <TableRow key={thing.what} sx={{ '&:last-child td, &:last-child th': { border: 0 } }}>
            <TableCell component="th" scope="row" sx={{ width: '45%' }}>
              <Typography variant="h3" component="span" sx={{ display: 'block' }}>
                {retainedTexts[thing.what].name}
              </Typography>
              <Typography variant="body2" component="span" sx={{ color: 'text.secondary' }}>
                {retainedTexts[thing.what].purpose}
              </Typography>
            </TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>
              <KeptFor {...thing} />
            </TableCell>
            <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
              <Amount {...thing} />
            </TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>{thing.oldest ? <RelativeTime at={thing.oldest} /> : '–'}</TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>{thing.lastSweptAt ? <RelativeTime at={thing.lastSweptAt} /> : 'not yet'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableContainer>
);
