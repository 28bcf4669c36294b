import { z } from 'zod';
import { ImportOptions, RepairedRows } from '@app/domain';
import { UploadToImport } from './acceptance.js';

type Schema = { type: 'object'; properties: Record<string, object>; required?: string[] };

const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema: _, id: __, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) as Record<string, unknown>;
  return json as Schema;
};

/** The form of an upload as OpenAPI describes it: Zod has no word for a file in a form. What is an object here is its JSON as text there. */
export const uploadForm = {
  type: 'object' as const,
  title: 'A file, in a form',
  required: ['file'],
  properties: {
    ...schemaOf(ImportOptions).properties,
    file: { type: 'string' as const, format: 'binary', description: 'The CSV, plain or gzip, after the other fields' },
  },
};

/** All that can be imported. */
export const importBody = {
  anyOf: [
    uploadForm,
    { title: 'An upload that came in pieces, as JSON', ...schemaOf(UploadToImport) },
    { title: 'Repaired rows of another import, as JSON', ...schemaOf(RepairedRows) },
  ],
};
