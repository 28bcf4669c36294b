import type { FileColumn, ImportKindName } from '@app/domain';
import { Box } from '@mui/material';
import type { ColumnChoices } from './columnChoices';
import { ColumnRow } from './ColumnRow';

export type ColumnListProps = {
  kind: ImportKindName;
  columns: FileColumn[];
  choices: ColumnChoices;
  proposal: ColumnChoices;
  onField: (column: number, field: string) => void;
  onChange: (choices: ColumnChoices) => void;
};

export const ColumnList = ({ kind, columns, choices, proposal, onField, onChange }: ColumnListProps) => (
  <Box component="ul" aria-label="Columns" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {columns.map((column) => {
      const field = choices.fields[column.index] ?? '';
      return (
        <ColumnRow
          key={column.index}
          kind={kind}
          column={column}
          field={field}
          isOwn={field !== (proposal.fields[column.index] ?? '')}
          unmapped={choices.unmapped}
          onEmpty={choices.onEmpty[field]}
          onField={(chosen) => onField(column.index, chosen)}
          onEmptyRule={(rule) => onChange({ ...choices, onEmpty: { ...choices.onEmpty, [field]: rule } })}
        />
      );
    })}
  </Box>
);
