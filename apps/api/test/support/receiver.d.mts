import type { IncomingHttpHeaders } from 'node:http';

export type Received = {
  at: number;
  path: string;
  /** The header `webhook-id`. */
  id: string;
  headers: IncomingHttpHeaders;
  /** As they came, packed or not. */
  bytes: Buffer;
  body: string;
  json: any;
  answer: Answer;
};

/** A status, an answer, or a misbehaviour: no answer at all, a broken connection, a byte now and then, bytes without end. */
export type Answer =
  number | { status?: number; headers?: Record<string, string>; body?: unknown; after?: number } | 'hang' | 'reset' | 'drip' | 'endless';

export type Receiver = {
  url: string;
  requests: Received[];
  secrets: string[];
  answer: Answer | ((request: Omit<Received, 'answer'>) => Answer | Promise<Answer>);
  underWay: number;
  mostUnderWay: number;
  readonly events: any[];
  unverified(): { id: string; fault: string }[];
  until<T>(what: string, ask: (receiver: Receiver) => T | undefined | false, ms?: number): Promise<T>;
  stop(): Promise<void>;
};

export function startReceiver(options?: { host?: string; path?: string }): Promise<Receiver>;
export function eventsOf(json: unknown): any[];
