import type { ImportWarning } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { alertActionSx } from '../parts/alertActionSx';
import { count } from '../parts/count';

type Props = { warnings: ImportWarning[]; onFile?: () => void; onColumns?: () => void };

const aboutFile: readonly ImportWarning['code'][] = ['encoding_guessed', 'preamble_skipped'];
const aboutColumns: readonly ImportWarning['code'][] = ['columns_ignored', 'profile_applied'];
const harmless: readonly ImportWarning['code'][] = ['columns_ignored', 'profile_applied', 'preamble_skipped'];
const shownColumns = 12;

/** Good to know, nothing to worry about: it may stand further down. */
export const isHarmless = ({ code }: ImportWarning) => harmless.includes(code);
export const isWorrying = (warning: ImportWarning) => !isHarmless(warning);

/** What a person should know although the import goes on; each with the way to where it can be changed. */
export const Warnings = ({ warnings, onFile, onColumns }: Props) =>
  warnings.map(({ code, message, columns = [] }) => {
    const look = aboutFile.includes(code) ? onFile : aboutColumns.includes(code) ? onColumns : undefined;
    return (
      <Alert
        key={code}
        severity={harmless.includes(code) || code === 'no_rows' ? 'info' : 'warning'}
        sx={alertActionSx}
        action={
          look && (
            <Button color="inherit" size="small" onClick={look}>
              {aboutFile.includes(code) ? 'Look at the file' : 'Look at the columns'}
            </Button>
          )
        }
      >
        {message}{' '}
        {columns.length > 0 && (
          <strong>
            {columns.slice(0, shownColumns).join(', ')}
            {columns.length > shownColumns && ` and ${count(columns.length - shownColumns)} more`}
          </strong>
        )}
      </Alert>
    );
  });
