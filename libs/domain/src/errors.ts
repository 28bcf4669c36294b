import { z } from 'zod';

/** Why a request is refused, and what each code means. Stable: programs branch on it. */
export const errorMeanings = {
  malformed: 'The request cannot be read, or it carries a session and an API key at once.',
  invalid_parameter: 'A part of the address or a header does not have its form, or a query parameter comes twice.',
  invalid: 'Something that was sent does not fit; `errors` points at the places.',
  unauthenticated: 'No credentials came, or none that are known.',
  forbidden: 'The caller lacks the permission, or the request comes from another site.',
  not_found: 'There is nothing at this address, or nothing with this id.',
  method_not_allowed: 'The address does not offer this method; `Allow` names those that it offers.',
  sku_taken: 'A product has this SKU already, in any case; `otherId` is its id.',
  name_taken: 'Another one has this name already; `otherId` is its id.',
  wrong_state: 'It is in a state in which this cannot be done; `state` says which.',
  count_changed: 'There are `count` by now, not as many as was confirmed.',
  confirmation_required: 'It does much: send `count` as `confirm` to have it done.',
  stale_version: 'It was changed since the version that the caller saw; `current` is how it is now.',
  too_large: 'The request or its file is larger than is accepted.',
  unsupported_media_type: 'The body is not of a type that is accepted here.',
  not_a_csv: 'The first bytes of the file say that it is no CSV.',
  empty_file: 'The file has no content, or none came.',
  duplicate_file: 'The same file came within the last 30 days, and the request asked to refuse it then.',
  idempotency_malformed: 'The `Idempotency-Key` is not 1 to 255 printable ASCII characters.',
  idempotency_mismatch: 'Another request came under this `Idempotency-Key` within the last 24 hours.',
  idempotency_in_flight: 'The same call is still being worked on; `Retry-After` says when to ask again.',
  file_gone: 'The file is not kept any longer; `keptUntil` says since when.',
  history_gone: 'The history that this needs is not kept any longer; `keptUntil` says since when.',
  events_expired: 'Events from there on are not kept any longer; `firstKept` is the position of the first that is.',
  body_gone: 'What was sent is not kept any longer, so it cannot be sent again.',
  webhook_url: 'No webhook may call this address; `errors` says why.',
  limit_reached: 'There are as many as there may be: `count`.',
  rate_limited: 'Too many attempts; `Retry-After` says when to try again.',
  busy: 'Too much at once; `Retry-After` says when to try again.',
  unavailable: 'The database or another part cannot be reached right now; `Retry-After` says when to try again.',
  internal: 'A fault on our side; the log has it under the id in `instance`.',
} as const;
export type ErrorCode = keyof typeof errorMeanings;

export type FieldError = { pointer: string; code?: string; message: string };

/** A refusal that the caller can act on. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  /** `more` becomes members of the problem (RFC 9457, section 3.2): the other's id, the count, the current record. */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly errors?: FieldError[],
    readonly more?: Record<string, unknown>,
  ) {
    super(message);
  }
}

export const notFound = (what: string, id: number) => new DomainError('not_found', `No ${what} has the id ${id}.`);

/** Something that was there, and was removed when its time was over: `keptUntil`, where that is known. */
export function gone(code: 'file_gone' | 'history_gone', what: string, keptUntil: Date | null): DomainError {
  const day = keptUntil?.toISOString().slice(0, 10);
  return new DomainError(code, day ? `${what} kept until ${day}.` : `${what} not kept any longer.`, undefined, {
    keptUntil: keptUntil?.toISOString() ?? null,
  });
}

/** So many places are named at most; who mends those asks again. */
export const maxFieldErrors = 100;

/** RFC 9457 problem details, as every error leaves; `message` repeats `detail` for react-admin. Codes add members of their own. */
export const Problem = z
  .looseObject({
    type: z.string().max(100).describe('`/problems/` and the code'),
    title: z.string().max(100).describe('What kind of refusal it is; the same for all of a status'),
    status: z.int().min(400).max(599).describe('The status of the answer'),
    detail: z.string().max(10_000).describe('What is wrong and what helps, for people'),
    message: z.string().max(10_000).describe('As `detail`'),
    code: z.enum(Object.keys(errorMeanings) as [ErrorCode, ...ErrorCode[]]).describe('Why, for programs'),
    instance: z.string().max(100).describe('Id of the request, also in the log'),
    errors: z
      .array(
        z.object({
          pointer: z.string().max(10_000).describe('JSON pointer into what was sent; "" is all of it'),
          code: z.string().max(100).optional().describe('What is wrong there, for programs'),
          message: z.string().max(10_000).describe('What is wrong there, for people'),
        }),
      )
      .max(maxFieldErrors)
      .optional(),
    count: z.int().min(0).optional().describe('How many it is about'),
    otherId: z.int().positive().optional().describe('The id of the one that is in the way'),
    state: z.string().max(100).optional().describe('The state that is in the way'),
    current: z.record(z.string(), z.unknown()).nullable().optional().describe('The record as it is now; null: it is deleted'),
    keptUntil: z.iso.datetime().nullable().optional().describe('Until when it was kept; null: that is not known any more'),
    firstKept: z.string().max(50).optional().describe('Position of the first event that is kept'),
    to: z.string().max(50).optional().describe('Position up to which was counted'),
    retryAfter: z.int().min(0).optional().describe('Seconds to wait'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: '/problems/not_found',
        title: 'Not found',
        status: 404,
        detail: 'No product has the id 7.',
        message: 'No product has the id 7.',
        code: 'not_found',
        instance: '0b8e7a52-3f0c-4f3a-9d39-0a4c0d4f5b1e',
      },
    ],
  });
export type Problem = z.infer<typeof Problem>;
