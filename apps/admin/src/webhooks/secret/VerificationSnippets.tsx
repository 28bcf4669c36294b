import { Box, Tab, Tabs } from '@mui/material';
import { useId } from 'react';
import { useStore } from 'react-admin';
import { CodeBlock } from '../../parts/CodeBlock';
import { languages, snippet, type Language, type SampleRequest } from './snippets';

/** How a receiver verifies a message, to paste, in the language that one chose last. `sample`: with this request in it. */
export function VerificationSnippets({ sample }: { sample?: SampleRequest }) {
  const id = useId();
  const [language, setLanguage] = useStore<Language>('webhooks.language', 'node');
  return (
    <Box>
      <Tabs
        value={language}
        onChange={(_, chosen) => setLanguage(chosen as Language)}
        aria-label="Language"
        sx={{ minHeight: 40, '& .MuiTab-root': { minHeight: 40, minWidth: 64 } }}
      >
        {languages.map((one) => (
          <Tab key={one.id} value={one.id} label={one.name} id={`${id}-${one.id}`} aria-controls={`${id}-code`} />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`${id}-code`} aria-labelledby={`${id}-${language}`}>
        <CodeBlock
          title={language === 'curl' ? (sample ? 'Send it again' : 'Try a receiver') : sample ? 'Verify this request' : 'Verify a message'}
          code={snippet(language, sample)}
        />
      </Box>
    </Box>
  );
}
