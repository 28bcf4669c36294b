import type { BrakeReason, ImportCheck, ImportJob } from '@app/domain';
import { Box, Button, Card, CardContent } from '@mui/material';
import { useState } from 'react';
import { CanAccess, HttpError } from 'react-admin';
import { counted } from '../../parts/count';
import { CancelImportButton } from '../run/CancelImportButton';
import { OutcomeNumbers } from '../OutcomeNumbers';
import { useImportCommand } from '../useImportCommand';
import { Brake } from './Brake';
import { checkCounts } from './checkCounts';
import { CheckSentence } from './CheckSentence';

/** The numbers, the sentence, and the button that says what it does. */
export function CheckDecision({ importJob, check }: { importJob: ImportJob; check: ImportCheck }) {
  const { send, isPending, isSuccess, error } = useImportCommand(importJob.id, 'confirm');
  const [typed, setTyped] = useState<number>();
  // The catalogue may have moved since: then the server says anew what is unusual, and how much it is.
  const asked = error instanceof HttpError && error.body?.code === 'confirmation_required' ? error.body : undefined;
  const brake: BrakeReason[] = asked?.brake ?? check.brake;
  const changes: number = asked?.count ?? check.changes;
  const held = brake.length > 0 && typed !== changes;

  return (
    <Card component="section" aria-label="What the file would change">
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
        <OutcomeNumbers
          counts={checkCounts(check)}
          total={importJob.rows}
          words={{ created: 'New', updated: 'Changed', unchanged: 'Unchanged', rejected: 'Rejected' }}
        />
        <CheckSentence kind={importJob.kind} check={check} />
        {brake.length > 0 && <Brake key={changes} reasons={brake} changes={changes} onTyped={setTyped} />}
        <CanAccess resource="imports" action="run">
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 2.5 }}>
            <Button
              variant={changes || check.unchanged ? 'contained' : 'outlined'}
              size="large"
              color={brake.length ? 'error' : 'primary'}
              loading={isPending}
              disabled={held || isSuccess}
              onClick={() => send(brake.length ? { confirm: changes } : {})}
            >
              {changes ? `Import ${counted(changes, 'change')}` : 'Finish without a change'}
            </Button>
            <CancelImportButton importJob={importJob} />
          </Box>
        </CanAccess>
      </CardContent>
    </Card>
  );
}
