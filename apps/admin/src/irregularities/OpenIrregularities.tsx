import WarningIcon from '@mui/icons-material/ReportProblemOutlined';
import { CellLink } from '../parts/CellLink';
import { count, counted } from '../parts/count';
import { inboxPath } from './inboxPath';

/** How many irregularities of a customer are open, and the way to them. */
export const OpenIrregularities = ({ customerId, number }: { customerId: number; number: number }) =>
  number ? (
    <CellLink
      to={inboxPath({ status: 'open', customerId })}
      aria-label={`${counted(number, 'open irregularity', 'open irregularities')} of customer ${customerId}`}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      <WarningIcon aria-hidden sx={{ fontSize: 18 }} />
      {count(number)}
    </CellLink>
  ) : (
    <>–</>
  );
