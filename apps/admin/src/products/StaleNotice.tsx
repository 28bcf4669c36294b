import type { Product } from '@app/domain';
import { Alert, AlertTitle, Box, Button } from '@mui/material';
import { useEditContext } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { RelativeTime } from '../parts/RelativeTime';

type Props = { theirs: Product; onReload: () => void; onKeepMine: () => void };

const fields = { sku: 'SKU', name: 'Name', description: 'Description', active: 'Active' } as const;
const say = (value: unknown) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '').slice(0, 200) || '(empty)');

/** Someone saved this product meanwhile: mine and theirs, field by field, and the choice. */
export function StaleNotice({ theirs, onReload, onKeepMine }: Props) {
  const { refetch } = useEditContext();
  const { getValues, reset } = useFormContext<Product>();
  const mine = getValues();
  const different = (Object.keys(fields) as (keyof typeof fields)[]).filter((field) => mine[field] !== theirs[field]);

  const reload = async () => {
    reset(theirs);
    await refetch();
    onReload();
  };

  return (
    <Alert severity="warning" sx={{ mb: 2, width: '100%' }} role="alert">
      <AlertTitle>
        Changed by someone else <RelativeTime at={theirs.updatedAt} />
      </AlertTitle>
      Your changes are not saved yet.
      {different.length > 0 && (
        <Box
          component="dl"
          sx={{ m: 0, mt: 1, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 1.5, overflowWrap: 'anywhere' }}
        >
          {different.flatMap((field) => [
            <Box component="dt" key={field} sx={{ fontWeight: 600 }}>
              {fields[field]}
            </Box>,
            <Box component="dd" key={`${field}-values`} sx={{ m: 0 }}>
              yours: {say(mine[field])}
              <br />
              theirs: {say(theirs[field])}
            </Box>,
          ])}
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
        <Button variant="outlined" color="inherit" size="small" onClick={reload}>
          Reload, lose mine
        </Button>
        <Button color="inherit" size="small" onClick={onKeepMine}>
          Keep mine, then save again
        </Button>
      </Box>
    </Alert>
  );
}
