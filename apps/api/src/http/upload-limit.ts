import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';

const formOverhead = 1024 * 1024; // the other fields and the boundaries of a form
const patience = 2_000;

/**
 * Refuses a request that announces more than an upload may have, before reading its body; a client that asked first
 * (`Expect: 100-continue`) never sends it. One that announces nothing is cut off when it has sent more. Slow uploads of a
 * legal size are not cut off.
 */
export function limitUploads(server: Server, maxBytes: number): void {
  server.requestTimeout = 0; // an upload may take long; headers must come within headersTimeout all the same
  server.headersTimeout = 20_000;
  const tooLarge = (req: IncomingMessage) => Number(req.headers['content-length'] ?? 0) > maxBytes + formOverhead;
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    if (!tooLarge(req)) res.writeContinue();
    server.emit('request', req, res);
  });
  const [handle] = server.listeners('request') as ((req: IncomingMessage, res: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    if (tooLarge(req)) return refuse(req, res, maxBytes);
    if (req.headers['transfer-encoding'] !== undefined) count(req, maxBytes + formOverhead, () => refuse(req, res, maxBytes));
    handle!(req, res);
  });
}

/** Counts a body as it comes in, without reading it before its reader does. */
function count(req: IncomingMessage, limit: number, passed: () => void): void {
  let bytes = 0;
  req.push = (piece: Buffer | null, ...more) => {
    const before = bytes;
    bytes += piece?.length ?? 0;
    if (before <= limit && bytes > limit) passed();
    return Object.getPrototypeOf(req).push.call(req, piece, ...more);
  };
}

/** The problem that a request is too large, before anything else has looked at it. */
function refuse(req: IncomingMessage, res: ServerResponse, maxBytes: number): void {
  if (res.headersSent) return;
  const detail = `The request is larger than this server accepts: a file may have ${maxBytes} bytes.`;
  const problem = {
    type: '/problems/too_large',
    title: 'Too large',
    status: 413,
    detail,
    message: detail,
    code: 'too_large',
    instance: randomUUID(),
  };
  res.statusCode = 413;
  res.setHeader('Content-Type', 'application/problem+json');
  answerUnread(req, res, JSON.stringify(problem));
}

/**
 * Answers a request whose body has not come to its end, and closes the connection. What still comes is thrown away for a moment:
 * closed at once, a client that is still sending would see a reset and no answer.
 */
export function answerUnread(req: IncomingMessage, res: ServerResponse, text: string): void {
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.setHeader('Connection', 'close');
  res.write(text);
  req.resume();
  const close = () => res.end();
  const later = setTimeout(close, patience).unref();
  req.once('end', () => {
    clearTimeout(later);
    close();
  });
}
