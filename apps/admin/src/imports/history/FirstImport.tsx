import type { ImportKindName } from '@app/domain';
import { Typography } from '@mui/material';
import { useState } from 'react';
import { useCanAccess } from 'react-admin';
import { ImportForm } from '../file/ImportForm';

/** No import yet: the way to make one is right here. */
export function FirstImport() {
  const { canAccess } = useCanAccess({ resource: 'imports', action: 'create' });
  const [kind, setKind] = useState<ImportKindName>('products');
  const [check, setCheck] = useState(true);
  return (
    <>
      <Typography sx={{ color: 'text.secondary', mb: 2, mt: -1 }}>
        {canAccess ? 'Nothing has been imported yet. Start with the first file:' : 'Nothing has been imported yet.'}
      </Typography>
      {canAccess && <ImportForm kind={kind} onKind={setKind} check={check} onCheck={setCheck} />}
    </>
  );
}
