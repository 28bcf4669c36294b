import type { Header } from './document-types.js';

const header = (description: string, schema: Header['schema'], example: string | number): Header => ({
  description,
  schema,
  example,
});

/** Headers of answers, each said once: wherever the document names one of these, it means this. */
export const answerHeaders: Record<string, Header> = {
  'X-Request-Id': header(
    'Id of the request, also in the log',
    { type: 'string', format: 'uuid', maxLength: 36 },
    '0b8e7a52-3f0c-4f3a-9d39-0a4c0d4f5b1e',
  ),
  'Content-Range': header(
    'Which rows these are of how many: unit, first and last from 0, total',
    { type: 'string', maxLength: 100 },
    'products 0-24/466693',
  ),
  Location: header('Where the new thing is', { type: 'string', maxLength: 500 }, '/api/imports/7'),
  ETag: header('The version of the record, for `If-Match`', { type: 'string', maxLength: 20 }, '"3"'),
  Link: header(
    'The next page of a list, as `rel="next"` (RFC 8288)',
    { type: 'string', maxLength: 16_384 },
    '</api/products?after=WyJpZCIsN10>; rel="next"',
  ),
  'Content-Disposition': header('The name for the file', { type: 'string', maxLength: 2_000 }, 'attachment; filename="products.csv"'),
  'Retry-After': header('Seconds to wait', { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 }, 5),
  'WWW-Authenticate': header('How to say who calls', { type: 'string', maxLength: 100 }, 'Bearer'),
  'Idempotency-Replayed': header('The answer is that of an earlier call under the same key', { type: 'string', enum: ['true'] }, 'true'),
  'X-Total-Estimated': header('The total of `Content-Range` is an estimate', { type: 'string', enum: ['true'] }, 'true'),
  'X-Unsearched-Changes': header(
    'Changes of this moment that the search did not look through',
    { type: 'integer', format: 'int32', minimum: 1, maximum: 2_147_483_647 },
    312_000,
  ),
  'X-Total-Count': header(
    'How many products the file holds',
    { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    466_693,
  ),
  'X-Row-Errors-Kept': header(
    'So many errors, and so many warnings, are kept of an import',
    { type: 'integer', format: 'int32', minimum: 0, maximum: 10_000 },
    10_000,
  ),
};
