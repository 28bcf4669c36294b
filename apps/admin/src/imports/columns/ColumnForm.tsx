import type { FileInspection, ImportJob, ImportSettings } from '@app/domain';
import { Box, Button } from '@mui/material';
import { useState, type FormEvent } from 'react';
import { counted } from '../../parts/count';
import { Section } from '../../parts/Section';
import { StickyActions } from '../../parts/StickyActions';
import { CancelImportButton } from '../run/CancelImportButton';
import { kindViews } from '../kinds';
import { useImportCommand } from '../useImportCommand';
import { ColumnList } from './ColumnList';
import { missingFields, proposed, settingsOf, withField } from './columnChoices';
import { HeaderDoubt } from './HeaderDoubt';
import { MissingFields } from './MissingFields';
import { MoreChoices } from './MoreChoices';
import { OtherColumns } from './OtherColumns';
import { ProfileChoice } from './ProfileChoice';
import { useEnter } from './useEnter';

type Props = { importJob: ImportJob; inspection: FileInspection; onDone: () => void };

/** The columns of a file and what becomes of them; Enter confirms. */
export function ColumnForm({ importJob, inspection, onDone }: Props) {
  const { format } = kindViews[importJob.kind];
  const [choices, setChoices] = useState(() => proposed(format, inspection));
  const { send, isPending } = useImportCommand(importJob.id, 'mapping');
  const { columns } = inspection;
  const missing = missingFields(format, choices);
  const start = proposed(format, inspection);
  // What the first look proposed stays on top, so that no row jumps away under the hand that changes it.
  const onTop = columns.filter(({ index }) => start.fields[index] || choices.fields[index]);
  const others = columns.filter((column) => !onTop.includes(column));
  const settings = settingsOf(format, choices, inspection);
  const isUntouched = importJob.status === 'awaiting_confirmation' && JSON.stringify(choices) === JSON.stringify(start);

  const choose = (column: number, field: string) => setChoices((before) => withField(before, column, field));
  const read = (chosen: ImportSettings) => send(chosen, { onSuccess: onDone });
  const confirm = () => {
    if (isUntouched) onDone();
    else if (!missing.length && !isPending) read(settings);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm();
  };
  useEnter(confirm);

  return (
    <Box component="form" onSubmit={submit} noValidate sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <HeaderDoubt format={format} inspection={inspection} busy={isPending} onNone={read} />
      <MissingFields missing={missing} columns={columns} taken={choices.fields} onChoose={choose} />
      <Section
        title="Columns of the file"
        lead={`${counted(columns.length, 'column')}, ${Object.keys(choices.fields).length} of them used`}
        action={<ProfileChoice importJob={importJob} inspection={inspection} settings={settings} onUse={read} />}
        flush
      >
        <ColumnList kind={importJob.kind} columns={onTop} choices={choices} proposal={start} onField={choose} onChange={setChoices} />
        <OtherColumns kind={importJob.kind} columns={others} choices={choices} proposal={start} onField={choose} onChange={setChoices} />
      </Section>
      <MoreChoices format={format} inspection={inspection} choices={choices} onChange={setChoices} />
      <StickyActions>
        <Button type="submit" variant="contained" size="large" loading={isPending} disabled={missing.length > 0}>
          {isUntouched ? 'Back to the check' : 'Use these columns'}
        </Button>
        <CancelImportButton importJob={importJob} />
      </StickyActions>
    </Box>
  );
}
