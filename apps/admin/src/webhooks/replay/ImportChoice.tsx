import type { ImportJob } from '@app/domain';
import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import { useDebouncedEvent, useGetList } from 'react-admin';
import { clock } from '../../parts/clock';
import { ProblemAlert } from '../../parts/ProblemAlert';

const newest = { sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 50 } } as const;

type Props = { value: ImportJob | null; onChange: (importJob: ImportJob | null) => void };

/** One of all imports: the newest are offered, others are found by their number or a part of their file's name. */
export function ImportChoice({ value, onChange }: Props) {
  const [sought, setSought] = useState('');
  const seek = useDebouncedEvent(setSought, 300);
  const isNumber = /^[1-9]\d{0,14}$/.test(sought);
  const {
    data: named = [],
    error,
    isFetching,
    refetch,
  } = useGetList<ImportJob>('imports', { ...newest, filter: sought ? { fileName: sought } : {} });
  const { data: numbered = [] } = useGetList<ImportJob>('imports', { ...newest, filter: { id: Number(sought) } }, { enabled: isNumber });
  return (
    <>
      {error && <ProblemAlert title="The imports could not be loaded" error={error} onRetry={() => refetch()} />}
      <Autocomplete
        options={[...numbered, ...named.filter(({ id }) => id !== numbered[0]?.id)]}
        filterOptions={(found) => found}
        loading={isFetching}
        value={value}
        onChange={(_, importJob) => onChange(importJob)}
        onInputChange={(_, typed, reason) => seek(reason === 'input' ? typed.trim() : '')}
        getOptionKey={({ id }) => id}
        getOptionLabel={({ id, fileName, createdAt }) => `${id}: ${fileName}, ${clock(createdAt)}`}
        isOptionEqualToValue={(one, other) => one.id === other.id}
        noOptionsText="No such import"
        renderInput={(params) => <TextField {...params} label="Import" />}
      />
    </>
  );
}
