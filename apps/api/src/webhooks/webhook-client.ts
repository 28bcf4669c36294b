import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ErrorClass } from '@app/domain';
import { Connection, RefusedAddress, type Opening } from './connection.js';
import { answerOf, failureOf, head, isLost, textsOf, type Failure, type Received } from './received.js';
import { signature } from './signature.js';
import type { Target } from './webhook-targets.js';
import { WebhookUrls } from './webhook-url.js';

/** What is sent. `id` is the header `webhook-id`: the same at every attempt, as is the body. */
export type Message = { id: string; body: string; headers?: Record<string, string> };

/**
 * How an attempt ended. Times are in milliseconds: `dns`, `connect` and `tls` say how long that part took, and are null where it was not
 * come to or a kept connection was used; `firstByte` and `total` count from the start. The values of the webhook's own headers are left
 * out everywhere.
 */
export type Answer = {
  ok: boolean;
  sentAt: Date;
  status: number | null;
  errorClass: ErrorClass | null;
  /** In words; null when it is ok. */
  error: string | null;
  timings: Opening & { firstByte: number | null; total: number };
  remoteAddress: string | null;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  /** The first 4 KiB; null: none. */
  responseBody: string | null;
  /** How long it asks to be left alone, at most an hour; null: it does not say. */
  retryAfterMs: number | null;
  /** It answered 410, or with the header `webhook-delivery: disable`. */
  asksToStop: boolean;
  /** Of a partial acknowledgement (207): the ids of the events that it refuses. */
  failedIds: string[];
};

/** So many connections are kept open for what comes next, over all webhooks. */
const mostKept = 64;

/** Sends one signed request, and says all about how that went. */
@Injectable()
export class WebhookClient implements OnApplicationShutdown {
  /** Open connections with nothing to do, the one used last at the end. */
  private kept: { webhookId: number; connection: Connection }[] = [];

  constructor(private readonly urls: WebhookUrls) {}

  /**
   * Posts a message, signed by all keys of the target. Never throws, and ends within `timeoutMs`, or at the signal. No redirect is followed, no proxy used,
   * nothing unpacked.
   */
  async post(target: Target, message: Message, ending?: AbortSignal): Promise<Answer> {
    const sentAt = new Date();
    const began = performance.now();
    const since = () => Math.round(performance.now() - began);
    const deadline = AbortSignal.timeout(target.timeoutMs);
    const url = new URL(target.url);
    const body = target.gzip ? await compressed(message.body) : Buffer.from(message.body);
    const headers = headersOf(target, message, sentAt, body);
    for (;;) {
      const connection = this.take(target.id, url);
      const received: Received = {};
      let failure: Failure | undefined;
      const giveUp = () => connection.destroy(); // a signal alone ends no connecting: undici heeds it once there is a connection
      deadline.addEventListener('abort', giveUp);
      ending?.addEventListener('abort', giveUp);
      try {
        deadline.throwIfAborted();
        ending?.throwIfAborted();
        if (this.urls.fault(url)) throw new RefusedAddress(url.hostname);
        const request = { method: 'POST', path: url.pathname + url.search, headers, body, signal: deadline } as const;
        const response = await connection.client.request(request);
        received.firstByte = since();
        received.status = response.statusCode;
        received.headers = textsOf(response.headers);
        const isAcknowledgement = target.partialAck && response.statusCode === 207;
        Object.assign(received, await head(response.body, isAcknowledgement));
      } catch (error) {
        const isStale = !deadline.aborted && !ending?.aborted && !connection.opening && received.status === undefined && isLost(error);
        if (isStale) {
          connection.destroy(); // closed while nobody looked: no fault of the receiver's, and another one is tried
          continue;
        }
        failure = failureOf(error as Error, deadline.aborted, connection.phase, received, target);
      } finally {
        deadline.removeEventListener('abort', giveUp);
        ending?.removeEventListener('abort', giveUp);
      }
      const { opening, remoteAddress } = connection;
      if (received.isWhole) this.keep(target.id, connection);
      else connection.destroy();
      return {
        sentAt,
        timings: { dns: null, connect: null, tls: null, ...opening, firstByte: received.firstByte ?? null, total: since() },
        remoteAddress,
        requestHeaders: { host: url.host, ...headers, 'content-length': String(body.length), ...blanked(target.headers) },
        ...answerOf(target, received, failure),
      };
    }
  }

  onApplicationShutdown(): void {
    for (const { connection } of this.kept) connection.destroy();
    this.kept = [];
  }

  /** The webhook's connection that was used last, or a new one. Those to where it does not go any longer are closed. */
  private take(webhookId: number, url: URL): Connection {
    const [elsewhere, here] = [false, true].map((isHere) =>
      this.kept.filter((each) => each.webhookId === webhookId && (each.connection.url.origin === url.origin) === isHere),
    ) as [typeof this.kept, typeof this.kept];
    const taken = here.at(-1);
    this.kept = this.kept.filter((each) => each !== taken && !elsewhere.includes(each));
    for (const { connection } of elsewhere) connection.destroy();
    if (taken) taken.connection.opening = null;
    return taken?.connection ?? new Connection(url, this.urls);
  }

  private keep(webhookId: number, connection: Connection): void {
    this.kept.push({ webhookId, connection });
    if (this.kept.length > mostKept) this.kept.shift()!.connection.destroy();
  }
}

const compressed = promisify(gzip);

/** All that is sent but `host` and `content-length`, which the connection adds. The webhook's own cannot take the place of ours. */
const headersOf = (target: Target, { id, headers }: Message, sentAt: Date, body: Buffer): Record<string, string> => {
  const timestamp = Math.floor(sentAt.getTime() / 1_000);
  return {
    'user-agent': 'Product-Importer',
    ...target.headers,
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    ...(target.gzip && { 'content-encoding': 'gzip' }),
    ...headers,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature(target.keys, id, timestamp, body),
  };
};

const blanked = (headers: Record<string, string>) => Object.fromEntries(Object.keys(headers).map((name) => [name, '…']));
