import { webhookFormats } from '@app/domain';
import { Box, FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Typography } from '@mui/material';
import { useId } from 'react';
import { useInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { counted } from '../../parts/count';
import { duration } from '../../parts/duration';
import { formatTexts } from '../webhookTexts';
import { requestCost } from './requestCost';
import type { WebhookForm } from './webhookForm';

const manyChanges = 500_000;

/** How events are put into requests, each with what a large import would come to. `msPerAnswer`: as the receiver has been of late. */
export function FormatInput({ msPerAnswer }: { msPerAnswer: number | null }) {
  const labelId = useId();
  const { field } = useInput<WebhookForm['format']>({ source: 'format' });
  const form = useWatch<WebhookForm>() as WebhookForm;
  const ms = msPerAnswer ?? 50;
  return (
    <FormControl sx={{ display: 'block', mb: 2 }}>
      <FormLabel id={labelId} sx={{ fontWeight: 600, color: 'text.primary' }}>
        How they come
      </FormLabel>
      <RadioGroup aria-labelledby={labelId} value={field.value} onChange={(_, format) => field.onChange(format)}>
        {webhookFormats.map((format) => {
          const { requests, seconds } = requestCost(manyChanges, ms, { ...form, format });
          return (
            <FormControlLabel
              key={format}
              value={format}
              control={<Radio size="small" />}
              sx={{ alignItems: 'flex-start', mr: 0 }}
              label={
                <Box sx={{ pt: 0.75, pb: 0.5 }}>
                  {formatTexts[format].name}
                  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                    {formatTexts[format].meaning}
                    <br />
                    An import of 500,000 changes: {counted(requests, 'request')}
                    {requests > 1 && `, about ${duration(seconds)}`}.
                  </Typography>
                </Box>
              }
            />
          );
        })}
      </RadioGroup>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
        {msPerAnswer === null ? `Reckoned with ${ms} ms an answer.` : `Reckoned with ${ms} ms an answer, as in the last 24 hours.`}
      </Typography>
    </FormControl>
  );
}
