import { delimiters, encodings, maxHeaderRecord, type FileInspection, type ImportJob } from '@app/domain';
import { Alert, Box, Button, MenuItem, TextField } from '@mui/material';
import { count, counted } from '../../parts/count';
import { fileSize } from '../../parts/fileSize';
import { Section } from '../../parts/Section';
import { useImportCommand } from '../useImportCommand';
import { EncodingDoubt } from './EncodingDoubt';
import { Finding } from './Finding';
import { RawLines } from './RawLines';
import { delimiterTexts, encodingTexts } from './readingTexts';
import { useReading } from './useReading';

type Props = { importJob: ImportJob; inspection: FileInspection; onDone: () => void };

export function FileFindings({ importJob, inspection, onDone }: Props) {
  const { records, columns, preamble, rawLines } = inspection;
  const { reading, hasChanged, change, settings } = useReading(inspection);
  const { send, isPending } = useImportCommand(importJob.id, 'mapping');
  const { header } = inspection;

  return (
    <Section
      title="What was found in the file"
      lead={`${fileSize(importJob.bytes)} · ${records.isExact ? '' : 'about '}${counted(records.count, 'row')} · ${counted(columns.length, 'column')}`}
    >
      <EncodingDoubt encoding={inspection.encoding} />
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        <Finding evidence={inspection.encoding.evidence}>
          <TextField
            select
            label="Encoding"
            value={reading.encoding}
            onChange={({ target }) => change({ encoding: target.value as typeof reading.encoding })}
          >
            {encodings.map((encoding) => (
              <MenuItem key={encoding} value={encoding}>
                {encodingTexts[encoding]}
              </MenuItem>
            ))}
          </TextField>
        </Finding>
        <Finding evidence={inspection.delimiter.evidence}>
          <TextField
            select
            label="Delimiter"
            value={reading.delimiter}
            onChange={({ target }) => change({ delimiter: target.value as typeof reading.delimiter })}
          >
            {delimiters.map((delimiter) => (
              <MenuItem key={delimiter} value={delimiter}>
                {delimiterTexts[delimiter]}
              </MenuItem>
            ))}
          </TextField>
        </Finding>
        <Finding evidence={header.evidence}>
          <TextField
            select
            label="Column names"
            value={String(reading.header)}
            onChange={({ target }) => change({ header: target.value === 'false' ? false : Number(target.value) })}
          >
            <MenuItem value="false">The file has none</MenuItem>
            {Array.from({ length: maxHeaderRecord }, (_, i) => (
              <MenuItem key={i} value={String(i + 1)}>
                {i === 0 ? 'First record' : `Record ${i + 1}`}
                {header.record === i + 1 && header.line && header.line !== i + 1 ? ` (line ${count(header.line)})` : ''}
              </MenuItem>
            ))}
          </TextField>
        </Finding>
      </Box>
      {preamble.length > 0 && (
        <RawLines
          title={`${counted(preamble.length, 'line')} above the column names ${preamble.length === 1 ? 'is' : 'are'} left out`}
          lines={preamble}
        />
      )}
      <RawLines title="The file begins like this" lines={rawLines} />
      {hasChanged && (
        <Alert severity="info" sx={{ mt: 2 }}>
          The file is read again with what you changed. Columns that were matched by hand are matched anew.
        </Alert>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 2 }}>
        {hasChanged ? (
          <Button variant="contained" loading={isPending} onClick={() => send(settings(), { onSuccess: onDone })}>
            Read it again
          </Button>
        ) : (
          <Button variant="contained" onClick={onDone}>
            Continue
          </Button>
        )}
      </Box>
    </Section>
  );
}
