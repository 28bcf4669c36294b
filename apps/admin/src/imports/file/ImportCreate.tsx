import { importKindNames } from '@app/domain';
import { useState } from 'react';
import { useRequireAccess } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { Page } from '../../parts/Page';
import { kindViews } from '../kinds';
import { WizardFrame } from '../WizardFrame';
import { stepsWith } from '../wizardStep';
import { ImportForm } from './ImportForm';

/** The first step: a file, of the kind that the address says. */
export function ImportCreate() {
  const { isPending } = useRequireAccess({ resource: 'imports', action: 'create' });
  const [check, setCheck] = useState(true);
  const [params, setParams] = useSearchParams();
  const kind = importKindNames.find((name) => name === params.get('kind')) ?? 'products';
  const { title, lead } = kindViews[kind];
  if (isPending) return null;
  return (
    <Page title={title} lead={lead} width={1240}>
      <WizardFrame steps={stepsWith(check)} active="file">
        <ImportForm kind={kind} onKind={(chosen) => setParams({ kind: chosen }, { replace: true })} check={check} onCheck={setCheck} />
      </WizardFrame>
    </Page>
  );
}
