import { useState } from 'react';
import { useRequireAccess } from 'react-admin';
import { Page } from '../../parts/Page';
import { WizardFrame } from '../WizardFrame';
import { stepsWith } from '../wizardStep';
import { ImportForm } from './ImportForm';

/** The first step: a file. */
export function ImportCreate() {
  const { isPending } = useRequireAccess({ resource: 'imports', action: 'create' });
  const [check, setCheck] = useState(true);
  if (isPending) return null;
  return (
    <Page
      title="Import products"
      lead="New SKUs are added, known ones updated. Products that the file does not name stay as they are."
      width={1240}
    >
      <WizardFrame steps={stepsWith(check)} active="file">
        <ImportForm check={check} onCheck={setCheck} />
      </WizardFrame>
    </Page>
  );
}
