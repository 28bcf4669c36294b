import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';

const formOverhead = 1024 * 1024; // the other fields and the boundaries of a form

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
    if (tooLarge(req)) return refuse(res, maxBytes);
    if (req.headers['transfer-encoding'] !== undefined) count(req, maxBytes + formOverhead, () => refuse(res, maxBytes));
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

/** Answers and closes; a moment later, or a client that is still sending would see a reset and no answer. */
function refuse(res: ServerResponse, maxBytes: number): void {
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
  const text = JSON.stringify(problem);
  res.writeHead(413, { 'Content-Type': 'application/problem+json', 'Content-Length': Buffer.byteLength(text), Connection: 'close' });
  res.write(text);
  setTimeout(() => res.end(), 1_000).unref();
}
