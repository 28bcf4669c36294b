import type { IrregularityRule } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import { CanAccess, useListContext } from 'react-admin';
import { alertActionSx } from '../parts/alertActionSx';
import { count } from '../parts/count';
import { DecideDialog } from './DecideDialog';
import type { Verdict } from './decisions';
import { ruleTexts } from './ruleTexts';

/** While the list shows what one rule has found: one decision for all of it. */
export function DecideAllBar() {
  const { filterValues, total, meta } = useListContext();
  const [verdict, setVerdict] = useState<Verdict>();
  const rule = filterValues.rule as IrregularityRule | undefined;
  if (!rule || filterValues.status !== 'open' || !total || total < 2) return null;
  return (
    <CanAccess resource="irregularities" action="edit">
      <Alert
        severity="info"
        icon={false}
        sx={alertActionSx}
        action={
          <>
            <Button color="inherit" onClick={() => setVerdict('accept')}>
              Accept all…
            </Button>
            <Button color="inherit" onClick={() => setVerdict('ignore')}>
              Ignore all…
            </Button>
          </>
        }
      >
        {meta?.isEstimate && 'About '}
        {count(total)} of one kind: {ruleTexts[rule].watches}. They can be decided on together.
      </Alert>
      {verdict && <DecideDialog verdict={verdict} selection={{ filter: filterValues }} onClose={() => setVerdict(undefined)} />}
    </CanAccess>
  );
}
