import { webhookLimits } from '@app/domain';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Box } from '@mui/material';
import { useState } from 'react';
import { BooleanInput, NumberInput, required, SelectInput } from 'react-admin';
import { useFormState, useWatch } from 'react-hook-form';
import { count } from '../../parts/count';
import { HeadersInput } from './HeadersInput';
import type { WebhookForm } from './webhookForm';

/** A number within limits, said in the unit that the field shows. */
const between =
  (least: number, most: number, unit = 1) =>
  (n: number | null) =>
    n === null || Number.isNaN(n) || n < least * unit || n > most * unit ? `From ${count(least)} to ${count(most)}` : undefined;
const itemsRule = between(1, webhookLimits.items);
const bytesRule = between(1, webhookLimits.bytes / 1_024, 1_024);
const timeoutRule = between(1, webhookLimits.timeoutMs / 1_000, 1_000);
const rateRule = (n: number | null) => (n === null ? undefined : between(0.1, 1_000)(n));

const payloads = [
  { id: 'full', name: 'with the product' },
  { id: 'thin', name: 'without the product' },
];
const ways = Array.from({ length: webhookLimits.parallel }, (_, i) => ({
  id: i + 1,
  name: i ? `${i + 1} at once` : 'one after the other',
}));

/** Shown in larger units than it is kept in. */
const inUnits = (unit: number) => ({
  format: (n: number) => n / unit,
  parse: (text: string) => (text === '' ? null : Number(text) * unit),
});

/** What most webhooks never need, folded away; unfolded where something in it is wrong. */
export function FurtherChoices({ sealedNames }: { sealedNames: string[] }) {
  const [open, setOpen] = useState(sealedNames.length > 0);
  const { errors } = useFormState<WebhookForm>();
  const hasErrors = further.some((field) => errors[field]);
  const format = useWatch<WebhookForm, 'format'>({ name: 'format' });
  return (
    <Accordion
      expanded={open || hasErrors}
      onChange={(_, unfold) => setOpen(unfold)}
      disableGutters
      elevation={0}
      sx={{ width: '100%', border: 1, borderColor: 'divider', borderRadius: 1, '&::before': { display: 'none' }, bgcolor: 'transparent' }}
    >
      <AccordionSummary expandIcon={<ExpandIcon />} sx={{ fontWeight: 600 }}>
        Further choices
      </AccordionSummary>
      <AccordionDetails sx={{ pt: 1 }}>
        <Box sx={{ display: 'grid', columnGap: 1.5, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, '& .ra-input': { minWidth: 0 } }}>
          <SelectInput source="payload" label="Product events come" choices={payloads} validate={required()} helperText={false} />
          {format === 'single' ? (
            <SelectInput
              source="parallel"
              label="Requests"
              choices={ways}
              validate={required()}
              helperText="Never two of one product at once"
            />
          ) : (
            <NumberInput source="maxItems" label="Events a request, at most" validate={itemsRule} helperText={false} />
          )}
          {format !== 'single' && (
            <NumberInput source="maxBytes" label="KiB a request, at most" validate={bytesRule} {...inUnits(1_024)} helperText={false} />
          )}
          <NumberInput source="timeoutMs" label="Time-out in seconds" validate={timeoutRule} {...inUnits(1_000)} helperText={false} />
          <NumberInput
            source="ratePerSecond"
            label="Requests a second, at most"
            validate={rateRule}
            helperText="Empty: as fast as it answers"
          />
        </Box>
        <BooleanInput source="gzip" label="Compress bodies (gzip)" helperText="The compressed bytes are signed" />
        <BooleanInput
          source="partialAck"
          label="It may refuse single events of a batch"
          helperText={'By the answer 207 with {"failed":["evt_…"]}'}
        />
        <HeadersInput sealedNames={sealedNames} />
      </AccordionDetails>
    </Accordion>
  );
}

const further = ['payload', 'parallel', 'maxItems', 'maxBytes', 'timeoutMs', 'ratePerSecond', 'gzip', 'partialAck', 'headers'] as const;
