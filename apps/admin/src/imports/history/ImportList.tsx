import { isFinished, type ImportJob } from '@app/domain';
import { useMediaQuery, type Theme } from '@mui/material';
import { ListBase, ListView } from 'react-admin';
import { ListError } from '../../parts/ListError';
import { ListPages } from '../../parts/ListPages';
import { listSx } from '../../parts/listSx';
import { Page } from '../../parts/Page';
import { FirstImport } from './FirstImport';
import { ImportCards } from './ImportCards';
import { ImportFilters } from './ImportFilters';
import { ImportTable } from './ImportTable';
import { NewImportButton } from './NewImportButton';

export function ImportList() {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  return (
    <ListBase<ImportJob>
      perPage={25}
      sort={{ field: 'id', order: 'DESC' }}
      queryOptions={{ refetchInterval: ({ state }) => (state.data?.data.every(isFinished) ? 5_000 : 1_500) }}
    >
      <Page title="Imports" actions={<NewImportButton />}>
        <ListView
          title={false}
          actions={<ImportFilters />}
          pagination={<ListPages />}
          empty={<FirstImport />}
          error={<ListError what="Imports" />}
          sx={listSx}
        >
          {isNarrow ? <ImportCards /> : <ImportTable />}
        </ListView>
      </Page>
    </ListBase>
  );
}
