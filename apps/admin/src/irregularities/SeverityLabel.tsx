import type { Severity } from '@app/domain';
import InfoIcon from '@mui/icons-material/InfoOutlined';
import SeriousIcon from '@mui/icons-material/ErrorOutlineOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box } from '@mui/material';

const looks = {
  info: { icon: InfoIcon, word: 'Info', colour: 'info.main' },
  warning: { icon: WarningIcon, word: 'Warning', colour: 'warning.main' },
  serious: { icon: SeriousIcon, word: 'Serious', colour: 'error.main' },
} as const;

export const severityChoices = (Object.keys(looks) as Severity[]).map((severity) => ({ id: severity, name: looks[severity].word }));

/** How bad it is: icon, word and colour. */
export function SeverityLabel({ severity }: { severity: Severity }) {
  const { icon: Icon, word, colour } = looks[severity];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap', verticalAlign: 'middle' }}>
      <Icon aria-hidden sx={{ fontSize: 18, color: colour }} />
      {word}
    </Box>
  );
}
