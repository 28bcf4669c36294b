import type { Irregularity, Purchase } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { useGetOne } from 'react-admin';
import { fullName } from '../customers/customerTexts';
import { CellLink } from '../parts/CellLink';
import { count } from '../parts/count';
import { Detail, DetailList } from '../parts/DetailList';
import { ImportLink } from '../parts/ImportLink';
import { RelativeTime } from '../parts/RelativeTime';
import { PurchaseDetails } from '../purchases/PurchaseDetails';
import { Decision } from './Decision';
import { Evidence } from './Evidence';
import { SeverityLabel } from './SeverityLabel';
import type { Inbox } from './useInbox';

type Props = { irregularity: Irregularity; inbox: Inbox };

/** What is odd in a sentence, what that rests on, the row of the file, and the decision. */
export function IrregularityDetails({ irregularity, inbox }: Props) {
  const { severity, message, customer, importId, rowNo, line, purchaseId, createdAt } = irregularity;
  const { data: purchase } = useGetOne<Purchase>('purchases', { id: purchaseId! }, { enabled: purchaseId !== null });
  return (
    <>
      <Box sx={{ px: 3, pb: 3, flexGrow: 1, overflowY: 'auto', display: 'grid', gap: 3, alignContent: 'start' }}>
        <div>
          <Box sx={{ color: 'text.secondary', mb: 1 }}>
            <SeverityLabel severity={severity} /> · found <RelativeTime at={createdAt} />
          </Box>
          <Typography sx={{ fontSize: '1.125rem', overflowWrap: 'anywhere' }}>{message}</Typography>
        </div>
        <Part title="What it rests on">
          <Evidence evidence={irregularity.evidence} purchaseId={purchaseId} />
        </Part>
        <Part title={rowNo ? `Row ${count(rowNo)} of the file` : 'The file'}>
          {purchase ? (
            <PurchaseDetails purchase={purchase} />
          ) : (
            <DetailList>
              {customer && (
                <Detail word="Customer">
                  <CellLink to={`/customers/${customer.id}`}>{fullName(customer)}</CellLink> ({customer.customerId})
                </Detail>
              )}
              <Detail word="Import">
                <ImportLink id={importId} rowNo={rowNo} />
                {line && ` (line ${count(line)})`}
              </Detail>
            </DetailList>
          )}
        </Part>
      </Box>
      <Decision irregularity={irregularity} inbox={inbox} />
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <Typography variant="h3" id={titleId} sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </section>
  );
}
