import { UseInterceptors, type CallHandler, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { DomainError, longestProduct } from '@app/domain';
import { isLongProduct } from './body-type.js';

/** On routes that take a product: one that is longer than other bodies may be is read here, behind the guards. */
export const TakesLongProducts = () =>
  UseInterceptors({
    async intercept(context: ExecutionContext, next: CallHandler) {
      const req = context.switchToHttp().getRequest<Request>();
      if (isLongProduct(req) && req.is('application/json')) req.body = await jsonBody(req, longestProduct);
      return next.handle();
    },
  });

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
