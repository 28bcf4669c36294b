import type { Request } from 'express';
import { DomainError } from '@app/domain';

/** Reads a request's body as JSON, up to so many bytes. */
export async function jsonBody(req: Request, maxBytes: number): Promise<unknown> {
  const charset = /charset="?([^\s;"]+)/i.exec(req.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset) || (req.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new DomainError('unsupported_media_type', 'Send the JSON as UTF-8, and not compressed.');
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new DomainError('too_large', `The request is larger than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)));
  } catch {
    throw new DomainError('malformed', 'The request cannot be read: it is no JSON.');
  }
}
