import type { FileColumn, ImportSettings } from '@app/domain';
import SureIcon from '@mui/icons-material/CheckCircleOutlined';
import AttributeIcon from '@mui/icons-material/LabelOutlined';
import GuessIcon from '@mui/icons-material/HelpOutlined';
import ChosenIcon from '@mui/icons-material/PersonOutlined';
import IgnoredIcon from '@mui/icons-material/RemoveCircleOutlined';
import { Box } from '@mui/material';

type Props = { column: FileColumn; field: string; isOwn: boolean; unmapped: ImportSettings['unmapped'] };

const looks = {
  chosen: { icon: ChosenIcon, word: 'Chosen', colour: 'primary.main' },
  sure: { icon: SureIcon, word: 'Sure', colour: 'success.main' },
  guess: { icon: GuessIcon, word: 'Guess', colour: 'warning.main' },
  attribute: { icon: AttributeIcon, word: 'Attribute', colour: 'text.secondary' },
  ignored: { icon: IgnoredIcon, word: 'Ignored', colour: 'text.secondary' },
} as const;

/** How certain it is what a column becomes: icon, word, and the reason. */
export function Certainty({ column: { certainty, reason }, field, isOwn, unmapped }: Props) {
  const look = !field
    ? looks[unmapped === 'attributes' ? 'attribute' : 'ignored']
    : isOwn || certainty === 'asked'
      ? looks.chosen
      : looks[certainty === 'none' ? 'guess' : certainty];
  // What somebody asked for needs no reason.
  const why = isOwn ? (field ? 'by you, just now' : 'taken out by you, just now') : certainty !== 'asked' && reason;
  const Icon = look.icon;
  return (
    <Box sx={{ display: 'flex', gap: 0.75, mt: 1, fontSize: '0.875rem' }}>
      <Icon aria-hidden sx={{ fontSize: 18, mt: '1px', flexShrink: 0, color: look.colour }} />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <strong>{look.word}</strong>
        {why && (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {' · '}
            {why}
          </Box>
        )}
      </Box>
    </Box>
  );
}
