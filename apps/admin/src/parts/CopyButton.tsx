import DoneIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { Button } from '@mui/material';
import { useEffect, useState } from 'react';

type Props = { text: string; label?: string; what: string };

/** Puts a text on the clipboard and says so. Absent where the browser keeps its clipboard from pages: on plain HTTP, but for this machine. */
export function CopyButton({ text, label = 'Copy', what }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3_000);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  return (
    <Button
      size="small"
      startIcon={copied ? <DoneIcon /> : <CopyIcon />}
      aria-label={copied ? `${what} copied` : `${label} ${what}`}
      aria-live="polite"
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
}
