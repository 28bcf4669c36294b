import dns from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import { literal, type WebhookUrls } from './webhook-url.js';

/** How far opening a connection has come; `open`: what happens now is HTTP. */
export type Phase = 'dns' | 'connect' | 'tls' | 'open';

/** Milliseconds of each part of opening a connection; null: it was not come to. */
export type Opening = { dns: number | null; connect: number | null; tls: number | null };

/** The receiver's address is one that requests may not go to. */
export class RefusedAddress extends Error {}

/**
 * A connection to a receiver, which carries one request at a time: so it is known what opening it cost, and to whom it goes. When
 * the receiver has closed it the next request opens it anew. Every opening judges the addresses that the name has then, and only those are
 * dialled.
 */
export class Connection {
  readonly client: Client;
  phase: Phase = 'dns';
  remoteAddress: string | null = null;
  /** Null: the last request found it open. */
  opening: Opening | null = null;
  private socket: Socket | undefined;
  private readonly dial: (options: buildConnector.Options, callback: buildConnector.Callback) => Socket;
  private since = 0;

  constructor(
    readonly url: URL,
    private readonly urls: WebhookUrls,
  ) {
    this.dial = buildConnector({ timeout: 0, lookup: this.lookup }) as unknown as typeof this.dial; // the caller's deadline counts
    this.client = new Client(url.origin, { connect: this.open, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Ends it, whatever it is doing. */
  destroy(): void {
    this.socket?.destroy();
    void this.client.destroy().catch(() => {});
  }

  private readonly open = (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    this.opening = { dns: null, connect: null, tls: null };
    this.phase = 'dns';
    this.remoteAddress = null;
    this.since = performance.now();
    const address = literal(this.url); // the look-up is not asked for these
    if (address) {
      if (!this.urls.permits(this.url, address)) return callback(new RefusedAddress(address), null);
      this.phase = 'connect';
    }
    const isSecure = options.protocol === 'https:';
    this.socket = this.dial(options, (...result) => {
      const [error, socket] = result;
      if (error) return callback(error, null);
      this.passed(isSecure ? 'tls' : 'connect', 'open');
      this.remoteAddress = socket.remoteAddress ?? null;
      if (this.urls.permits(this.url, this.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new RefusedAddress(this.remoteAddress ?? 'nowhere'), null);
    });
    if (isSecure) this.socket.once('connect', () => this.passed('connect', 'tls'));
  };

  /** One address that may not be reached refuses the name: which of them is dialled is not ours to say. */
  private readonly lookup: LookupFunction = (host, options, done) =>
    dns.lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const refused = found.find(({ address }) => !this.urls.permits(this.url, address));
      if (refused || !found[0]) return done(new RefusedAddress(refused?.address ?? 'nowhere'), []);
      this.passed('dns', 'connect');
      if (options.all) done(null, found);
      else done(null, found[0].address, found[0].family);
    });

  private passed(phase: keyof Opening, next: Phase): void {
    const now = performance.now();
    this.opening![phase] = Math.round(now - this.since);
    this.since = now;
    this.phase = next;
  }
}
