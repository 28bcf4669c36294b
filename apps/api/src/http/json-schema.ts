import { z } from 'zod';
import { maxWindow, productLimits } from '@app/domain';

/** No text and no list in an answer is larger, unless its schema says so. */
const largest = { text: productLimits.description, list: maxWindow } as const;

type Json = Record<string, unknown>;

/** A Zod schema as OpenAPI 3.1 has it, and the schemas with an id that it refers to. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): { schema: Json; components: Record<string, unknown> } {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ zodSchema, jsonSchema }) => adapt(jsonSchema as Json, z.globalRegistry.get(zodSchema)?.examples, io),
  });
  const { $schema: _, $defs = {}, ...root } = JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  return { schema: root, components: $defs as Record<string, unknown> };
}

function adapt(json: Json, examples: unknown, io: 'input' | 'output'): void {
  if (json.format || json.type !== 'string') delete json.pattern; // says nothing that format or type do not
  if (json.type === 'integer') json.format = 'int64';
  if (examples) json.examples = examples; // Zod leaves them out where something is transformed
  if (io === 'input') return;
  if (json.additionalProperties === false) delete json.additionalProperties; // or a new field would break strict clients
  if (json.format === 'date-time') json.maxLength = '2000-01-01T00:00:00.000Z'.length;
  if (json.type === 'string' && !json.enum && !json.const) json.maxLength ??= largest.text;
  if (json.type === 'array') json.maxItems ??= largest.list;
}
