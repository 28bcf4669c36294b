import { eventExample } from '@app/domain';
import WebhooksIcon from '@mui/icons-material/WebhookOutlined';
import { Box, Card, Typography } from '@mui/material';
import { CodeBlock } from '../../parts/CodeBlock';
import { AddWebhookButton } from './AddWebhookButton';

/** No webhook yet: what one is, and what its receiver gets. */
export const WebhooksEmpty = () => (
  <Card
    sx={{
      px: { xs: 2, sm: 4 },
      py: { xs: 4, sm: 6 },
      display: 'grid',
      gap: 4,
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '1fr 1fr' },
    }}
  >
    <Box sx={{ alignSelf: 'center', textAlign: { xs: 'center', lg: 'left' } }}>
      <WebhooksIcon aria-hidden sx={{ fontSize: 48, color: 'text.secondary' }} />
      <Typography variant="h2" sx={{ mt: 1 }}>
        No webhooks yet
      </Typography>
      <Typography component="div" sx={{ color: 'text.secondary', mt: 0.5, mb: 3, display: 'grid', gap: 0.5 }}>
        <span>A webhook is the address of another program that hears of every change: of a product, of an import.</span>
        <span>It gets them in order, in batches, signed, and again until it has answered that it took them.</span>
        <span>While it is away, or switched off, what happens waits for it; nothing is lost.</span>
      </Typography>
      <AddWebhookButton />
    </Box>
    <CodeBlock title="What it gets when a product changes" code={JSON.stringify(eventExample('product.updated'), null, 2)} />
  </Card>
);
