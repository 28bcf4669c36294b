import type { Client } from './client.js';
import type { BulkJob, ImportJob } from './generated/types.gen.js';
import { ProblemError } from './problem-error.js';

const security = [{ scheme: 'bearer', type: 'http' }] as const;
const pauseMs = 1_000;
/** A server that nobody can reach for so long is given up. */
const patienceMs = 60_000;

const finished: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'reverted']);

/**
 * An import as it goes on, to its end: the last one that comes is `completed`, `failed`, `cancelled` or `reverted`. While it waits for a
 * person nothing more comes until somebody decides; leave the loop then, if it is you who does. Survives broken lines and restarts of the server.
 */
export const followImport = (client: Client, id: number, options: { signal?: AbortSignal } = {}): AsyncGenerator<ImportJob, void> =>
  follow<ImportJob>(client, 'imports', id, options.signal);

/** A bulk job as it goes on, to its end. */
export const followBulkJob = (client: Client, id: number, options: { signal?: AbortSignal } = {}): AsyncGenerator<BulkJob, void> =>
  follow<BulkJob>(client, 'bulk-jobs', id, options.signal);

/** Listens as long as the line holds. When it breaks, or there is none, asks how it stands, and listens again. */
async function* follow<T extends { status: string }>(
  client: Client,
  resource: 'imports' | 'bulk-jobs',
  id: number,
  signal?: AbortSignal,
): AsyncGenerator<T, void> {
  let seen: string | undefined;
  let heardAt = Date.now();
  for (;;) {
    const leave = new AbortController(); // whoever leaves the loop leaves the stream
    try {
      const { stream } = await client.sse.get<{ 200: T }>({
        security,
        url: `/api/${resource}/{id}/progress`,
        path: { id },
        headers: seen === undefined ? {} : { 'Last-Event-ID': seen },
        signal: signal ? AbortSignal.any([signal, leave.signal]) : leave.signal,
        sseMaxRetryAttempts: 1,
        onSseEvent: (event) => (seen = event.id ?? seen),
      });
      for await (const state of stream) {
        yield state;
        if (finished.has(state.status)) return;
        heardAt = Date.now();
      }
    } finally {
      leave.abort();
    }
    signal?.throwIfAborted();
    try {
      const { data } = await client.get<{ 200: T }, unknown, true>({ security, url: `/api/${resource}/{id}`, path: { id }, signal });
      yield data;
      if (finished.has(data.status)) return;
      heardAt = Date.now();
    } catch (error) {
      signal?.throwIfAborted();
      if (isFinal(error) || Date.now() - heardAt > patienceMs) throw error;
    }
    await pause(signal);
  }
}

/** The server has answered, and will answer the same again. */
const isFinal = (error: unknown) => error instanceof ProblemError && error.status < 500 && error.status !== 429;

const pause = (signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, pauseMs);
    signal?.addEventListener('abort', aborted);
    function done() {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }
    function aborted() {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    }
  });
