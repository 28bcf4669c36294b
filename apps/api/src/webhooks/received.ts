import { STATUS_CODES } from 'node:http';
import type { ErrorClass } from '@app/domain';
import { RefusedAddress, type Phase } from './connection.js';
import type { Target } from './webhook-targets.js';

/** What came back, as far as it came. */
export type Received = { status?: number; headers?: Record<string, string>; body?: Buffer; firstByte?: number; isWhole?: boolean };
export type Failure = { errorClass: ErrorClass; error: string };

/** Of an answer so much is read, and so much kept; of a partial acknowledgement more is read: it may name a thousand events. */
const readBytes = 16_384;
const readBytesOfAcknowledgement = 65_536;
const keptBytes = 4_096;

const longestRetryAfterMs = 3_600_000;

/** Headers as texts; one that came several times is one, with commas. */
export const textsOf = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** The first bytes of a body, and whether that is all of it. */
export async function head(body: AsyncIterable<Buffer>, isAcknowledgement: boolean): Promise<{ body: Buffer; isWhole: boolean }> {
  const limit = isAcknowledgement ? readBytesOfAcknowledgement : readBytes;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > limit) break;
  }
  return { body: Buffer.concat(pieces), isWhole: bytes <= limit };
}

/** An open connection turned out to be closed. */
export const isLost = (error: unknown) => /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test((error as { code?: string }).code ?? '');

/** Why there was no answer, or not all of it. */
export function failureOf(error: Error, isLate: boolean, phase: Phase, { status }: Received, { url, timeoutMs }: Target): Failure {
  const { hostname } = new URL(url);
  const { code, reason, errors } = error as { code?: string; reason?: string; errors?: Error[] };
  const cause = reason || error.message || errors?.[0]?.message || code || 'nobody knows why';
  if (error instanceof RefusedAddress)
    return { errorClass: 'refused_address', error: `${hostname} leads to ${error.message}, to where no request may go.` };
  if (isLate) return { errorClass: 'timeout', error: `After ${timeoutMs / 1_000} s it was still ${doing(phase, status)}.` };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { errorClass: 'response_too_large', error: 'The headers of its answer are too large.' };
  const failures: Record<Phase, Failure> = {
    dns: { errorClass: 'dns', error: `The name ${hostname} is not known: ${cause}.` },
    connect: { errorClass: 'connect', error: `No connection to ${hostname}: ${cause}.` },
    tls: { errorClass: 'tls', error: `No secure connection to ${hostname}: ${cause}.` },
    open: { errorClass: 'connection_lost', error: `The connection broke before the answer was whole: ${cause}.` },
  };
  return failures[phase];
}

function doing(phase: Phase, status?: number): string {
  if (status !== undefined) return 'reading the answer';
  const tasks: Record<Phase, string> = {
    dns: 'looking up the name',
    connect: 'connecting',
    tls: 'agreeing on a secure connection',
    open: 'waiting for the answer',
  };
  return tasks[phase];
}

/** What an answer says, by its status, headers and body. */
export function answerOf(target: Target, { status, headers = {}, body }: Received, failure: Failure | undefined) {
  const failedIds = target.partialAck && status === 207 ? idsIn(body) : [];
  const wrong = failure ?? (status === undefined ? undefined : refusalOf(status, headers, failedIds));
  const shown = maskOf(target);
  return {
    ok: !wrong,
    status: status ?? null,
    errorClass: wrong?.errorClass ?? null,
    error: wrong?.error ?? null,
    responseHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shown(value)])),
    responseBody: body?.length ? startOf(shown(body.toString())) : null,
    retryAfterMs: retryAfterMs(headers['retry-after']),
    asksToStop: status === 410 || headers['webhook-delivery']?.trim().toLowerCase() === 'disable',
    failedIds: failedIds ?? [],
  };
}

/** Undefined: all is well. `failedIds` is undefined where a partial acknowledgement cannot be read. */
function refusalOf(status: number, { location }: Record<string, string>, failedIds: string[] | undefined): Failure | undefined {
  if (!failedIds)
    return { errorClass: 'status', error: 'It answered 207 without a list of the events that it refuses: {"failed":["evt_…"]}.' };
  if (status >= 200 && status < 300) return undefined;
  const name = STATUS_CODES[status];
  if (status < 400)
    return {
      errorClass: 'redirect',
      error: `It answered ${status}${location && URL.canParse(location) ? ` and points to ${new URL(location).origin}` : ''}; redirects are not followed.`,
    };
  return { errorClass: 'status', error: `It answered ${status}${name ? ` ${name}` : ''}.` };
}

/** The ids in `{"failed":["evt_…"]}`; undefined: it is nothing of the kind. */
function idsIn(body: Buffer | undefined): string[] | undefined {
  try {
    const { failed } = JSON.parse(String(body)) as { failed?: unknown };
    return Array.isArray(failed) && failed.every((id) => typeof id === 'string') ? failed : undefined;
  } catch {
    return undefined;
  }
}

/** A receiver may send back what it got: the values of own headers are secrets. And PostgreSQL keeps no U+0000. */
function maskOf({ headers }: Target): (text: string) => string {
  const secrets = Object.values(headers)
    .filter((value) => value.length >= 6)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '…'), text).replaceAll('\0', '\uFFFD');
}

/** So much of a text as is kept, with no half character at its end. */
const startOf = (text: string) => new TextDecoder().decode(Buffer.from(text).subarray(0, keptBytes), { stream: true });

/** Seconds, also with decimals, or a date of HTTP; at most an hour. Null: neither. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const ms = /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) * 1_000 : text.endsWith('GMT') ? Date.parse(text) - now : NaN;
  return Number.isNaN(ms) ? null : Math.round(Math.min(Math.max(ms, 0), longestRetryAfterMs));
}
