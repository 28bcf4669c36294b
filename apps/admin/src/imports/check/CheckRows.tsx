import type { ImportCheck, ImportJob } from '@app/domain';
import { Box, Card, Tab, Tabs } from '@mui/material';
import { useState } from 'react';
import { count } from '../../parts/count';
import { RowErrors } from '../errors/RowErrors';
import { ComparedRows } from './ComparedRows';

const tabs = [
  { outcome: 'created', word: 'New' },
  { outcome: 'updated', word: 'Changed' },
  { outcome: 'unchanged', word: 'Unchanged' },
  { outcome: 'rejected', word: 'Rejected' },
] as const;
type Outcome = (typeof tabs)[number]['outcome'];

/** The rows of the file by what would become of them; it opens where there is most to look at. */
export function CheckRows({ importJob, check }: { importJob: ImportJob; check: ImportCheck }) {
  const [chosen, setChosen] = useState<Outcome>();
  const first = (['updated', 'created', 'rejected', 'unchanged'] as const).find((outcome) => check[outcome] > 0) ?? 'created';
  const open = chosen ?? first;
  return (
    <Card component="section" aria-label="Rows">
      <Tabs
        value={open}
        onChange={(_, outcome: Outcome) => setChosen(outcome)}
        variant="scrollable"
        scrollButtons={false}
        aria-label="Rows by outcome"
        sx={{ borderBottom: 1, borderColor: 'divider', px: { xs: 0, sm: 1 } }}
      >
        {tabs.map(({ outcome, word }) => (
          <Tab
            key={outcome}
            value={outcome}
            id={`tab-${outcome}`}
            aria-controls="check-rows"
            label={`${word} ${count(check[outcome])}`}
            sx={{ minHeight: 56 }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="check-rows" aria-labelledby={`tab-${open}`}>
        {open === 'rejected' ? (
          <RowErrors importJob={importJob} severity="error" />
        ) : (
          <ComparedRows key={open} importJob={importJob} outcome={open} />
        )}
      </Box>
    </Card>
  );
}
