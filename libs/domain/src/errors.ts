import { z } from 'zod';

/** Why a request is refused. Stable: programs branch on it. */
export type ErrorCode =
  | 'malformed'
  | 'invalid_parameter'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'sku_taken'
  | 'name_taken'
  | 'wrong_state'
  | 'count_changed'
  | 'confirmation_required'
  | 'stale_version'
  | 'too_large'
  | 'unsupported_media_type'
  | 'not_a_csv'
  | 'empty_file'
  | 'duplicate_file'
  | 'idempotency_malformed'
  | 'idempotency_mismatch'
  | 'idempotency_in_flight'
  | 'file_gone'
  | 'history_gone'
  | 'rate_limited'
  | 'busy'
  | 'unavailable';

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

/** RFC 9457 problem details, as every error leaves; `message` repeats `detail` for react-admin. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    message: z.string(),
    code: z.string(),
    instance: z.string().describe('Id of the request, also in the log'),
    errors: z.array(z.object({ pointer: z.string(), code: z.string().optional(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
