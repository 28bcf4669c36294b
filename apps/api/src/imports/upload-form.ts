import type { z } from 'zod';
import { ImportOptions, RepairedRows } from '@app/domain';
import { jsonSchema } from '../http/json-schema.js';
import { UploadToImport } from './acceptance.js';

type Schema = { type: 'object'; properties: Record<string, object>; required?: string[] };

/** A schema that has an id, spelt out where it is used. */
const schemaOf = (schema: z.ZodType): Schema => jsonSchema(schema, 'input').components[schema.meta()!.id!] as Schema;

/** The form of an upload as OpenAPI describes it: Zod has no word for a file in a form. What is an object here is its JSON as text there. */
const form = {
  schema: {
    type: 'object' as const,
    title: 'A file, in a form',
    required: ['file'],
    properties: {
      ...schemaOf(ImportOptions).properties,
      file: {
        type: 'string' as const,
        format: 'binary',
        maxLength: Number.MAX_SAFE_INTEGER,
        description: 'The CSV, plain or gzip, after the other fields; at most as large as `/api/import-formats` says',
      },
    },
  },
  examples: {
    file: { summary: 'A file that is compared with the catalogue first', value: { check: true, file: 'sku,name\nMUG-1,Blue mug\n' } },
  },
};

const json = {
  schema: {
    anyOf: [
      { title: 'An upload that came in pieces', ...schemaOf(UploadToImport) },
      { title: 'Repaired rows of another import', ...schemaOf(RepairedRows) },
    ],
  },
  examples: {
    uploadInPieces: { summary: 'An upload that came in pieces', value: { uploadId: '3f0c1f3a-9d39-4a4c-8d4f-5b1e0b8e7a52', check: true } },
    repairedRows: { summary: 'A repaired row of import 7', value: { parentId: 7, rows: [{ rowNo: 12, cells: ['MUG-12', 'Green mug'] }] } },
  },
};

/** What a route that takes a file in is sent. */
export const fileBody = { required: true, content: { 'multipart/form-data': form } };

/** All that can be imported. */
export const importBody = { required: true, content: { ...fileBody.content, 'application/json': json } };
