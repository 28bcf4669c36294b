import { delimiters, importKindNames } from '@app/domain';

/** The form of an upload as OpenAPI describes it: Zod has no word for a file in a form. The fields are ImportOptions. */
export const uploadForm = {
  type: 'object' as const,
  required: ['file'],
  properties: {
    kind: { type: 'string' as const, enum: [...importKindNames], default: 'products' },
    mapping: { type: 'string' as const, description: 'JSON object: field to the name of its column' },
    delimiter: { type: 'string' as const, enum: [...delimiters] },
    file: { type: 'string' as const, format: 'binary', description: 'The CSV, after the other fields' },
  },
};
