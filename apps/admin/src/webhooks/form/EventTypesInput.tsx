import {
  eventDescription,
  eventTypes,
  eventTypesOf,
  importEventTypes,
  productEventTypes,
  type EventPattern,
  type EventType,
} from '@app/domain';
import { Box, Checkbox, FormControl, FormControlLabel, FormHelperText, FormLabel } from '@mui/material';
import { useId } from 'react';
import { InputHelperText, useInput } from 'react-admin';
import { monospace } from '../../theme';

const families: { name: string; pattern?: EventPattern; types: readonly EventType[] }[] = [
  { name: 'Products', pattern: 'product.*', types: productEventTypes },
  { name: 'Imports', pattern: 'import.*', types: importEventTypes },
  { name: 'Purchases', types: ['irregularity.detected'] },
];

/** The shortest list that asks for these types: whole families by their name, so that a type that joins one is heard of, too. */
function patternsOf(types: EventType[]): EventPattern[] {
  if (types.length === eventTypes.length) return ['*'];
  return families.flatMap(({ pattern, types: all }) =>
    pattern && all.every((type) => types.includes(type)) ? [pattern] : all.filter((type) => types.includes(type)),
  );
}

const needsOne = (patterns?: EventPattern[]) => (patterns?.length ? undefined : 'Choose at least one event');

/** Which events are sent, by family. */
export function EventTypesInput() {
  const labelId = useId();
  const { field, fieldState } = useInput<EventPattern[]>({ source: 'eventTypes', validate: needsOne });
  const chosen = eventTypesOf(field.value ?? []);
  const set = (types: EventType[]) => field.onChange(patternsOf(eventTypes.filter((type) => types.includes(type))));
  const toggle = (types: readonly EventType[], on: boolean) =>
    set(on ? [...chosen, ...types] : chosen.filter((type) => !types.includes(type)));
  const group = (label: string, types: readonly EventType[]) => {
    const many = types.filter((type) => chosen.includes(type)).length;
    return (
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={many === types.length}
            indeterminate={many > 0 && many < types.length}
            onChange={(_, on) => toggle(types, on)}
          />
        }
        label={<Box sx={{ fontWeight: 600 }}>{label}</Box>}
      />
    );
  };

  return (
    <FormControl component="fieldset" error={fieldState.invalid} sx={{ display: 'block', mb: 2, width: '100%' }}>
      <FormLabel component="legend" id={labelId} sx={{ fontWeight: 600, color: 'text.primary' }}>
        Events
      </FormLabel>
      {group('Everything', eventTypes)}
      <Box sx={{ pl: 2.5 }}>
        {families.map(({ name, types }) => (
          <Box key={name} role="group" aria-label={name}>
            {group(name, types)}
            <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, pl: 3.5, mb: 0.5 }}>
              {types.map((type) => (
                <FormControlLabel
                  key={type}
                  sx={{ mr: 0 }}
                  control={<Checkbox size="small" checked={chosen.includes(type)} onChange={(_, on) => toggle([type], on)} />}
                  label={
                    <Box component="span" title={eventDescription(type)} sx={{ fontFamily: monospace, fontSize: '0.8125rem' }}>
                      {type}
                    </Box>
                  }
                />
              ))}
            </Box>
          </Box>
        ))}
      </Box>
      {fieldState.invalid && (
        <FormHelperText>
          <InputHelperText error={fieldState.error?.message} />
        </FormHelperText>
      )}
    </FormControl>
  );
}
