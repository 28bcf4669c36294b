import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import type { ReactNode } from 'react';
import { Section } from './Section';

type Props = {
  title: string;
  /** What the picture shows, in a sentence. */
  sentence: string;
  /** The numbers of the picture, for screen readers: heads, and rows that begin with their name. */
  heads: string[];
  rows: string[][];
  children: ReactNode;
};

/** A picture with its title, a sentence, and its numbers as a table. Nothing in the picture itself may take the focus. */
export const ChartCard = ({ title, sentence, heads, rows, children }: Props) => (
  <Section title={title} lead={sentence}>
    <Box aria-hidden sx={{ mx: -1 }}>
      {children}
    </Box>
    <Box sx={{ position: 'relative' }}>
      <Box sx={visuallyHidden}>
        <Table aria-label={title}>
          <TableHead>
            <TableRow>
              {heads.map((head) => (
                <TableCell key={head}>{head}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(([name, ...cells], nth) => (
              <TableRow key={nth}>
                <TableCell component="th" scope="row">
                  {name}
                </TableCell>
                {cells.map((cell, column) => (
                  <TableCell key={column}>{cell}</TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Box>
  </Section>
);
