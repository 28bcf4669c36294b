import { useRequireAccess } from 'react-admin';
import { Page } from '../parts/Page';
import { ImportForm } from './ImportForm';

export function ImportCreate() {
  const { isPending } = useRequireAccess({ resource: 'imports', action: 'create' });
  if (isPending) return null;
  return (
    <Page
      title="Import products"
      lead="New SKUs are added, known ones updated. Products that the file does not name stay as they are."
      width={1240}
    >
      <ImportForm />
    </Page>
  );
}
