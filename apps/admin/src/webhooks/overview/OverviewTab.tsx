import type { Webhook } from '@app/domain';
import { Box } from '@mui/material';
import { Section } from '../../parts/Section';
import { AttemptsByHour } from './AttemptsByHour';
import { KeyFigures } from './KeyFigures';
import { ParkedNotice } from './ParkedNotice';
import { Trouble } from './Trouble';

/** Whether all is well, and if not, what helps. */
export const OverviewTab = ({ webhook }: { webhook: Webhook }) => (
  <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
    <Trouble webhook={webhook} />
    <ParkedNotice webhook={webhook} />
    <KeyFigures webhook={webhook} />
    <Section title="Attempts by hour" lead="In the last 24 hours, by whether the receiver took them.">
      <AttemptsByHour hours={webhook.last24Hours.hours} />
    </Section>
  </Box>
);
