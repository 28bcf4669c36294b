import { Box, Typography } from '@mui/material';
import { monospace } from '../theme';
import { count } from './count';
import { CopyButton } from './CopyButton';

/** Characters on the screen; nobody reads on, and a browser takes long to lay out more. */
const shownAtMost = 20_000;

type Props = { title: string; code: string; copies?: string; maxHeight?: number };

/** A text of machines: set in its own type, to scroll in and to copy. `copies`: what is copied, where it is shown in a form easier to read. */
export function CodeBlock({ title, code, copies = code, maxHeight = 360 }: Props) {
  const left = code.length - shownAtMost;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 32, gap: 1 }}>
        <Typography variant="h3" component="h4" sx={{ flexGrow: 1 }}>
          {title}
        </Typography>
        <CopyButton text={copies} what={title.charAt(0).toLowerCase() + title.slice(1)} />
      </Box>
      <Box
        component="pre"
        role="region"
        tabIndex={0} // what scrolls must be reached by keys
        aria-label={title}
        sx={{
          m: 0,
          p: 1.5,
          maxHeight,
          overflow: 'auto',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          bgcolor: 'background.default',
          fontFamily: monospace,
          fontSize: '0.8125rem',
          lineHeight: 1.5,
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
          tabSize: 2,
        }}
      >
        {left > 0 ? code.slice(0, shownAtMost) : code}
      </Box>
      {left > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
          … and {count(left)} characters more; copy it to see them.
        </Typography>
      )}
    </Box>
  );
}
