import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '@app/domain';

/** These take more JSON than other routes, and read it themselves when they know who sends it: rows that were repaired by hand. */
const readsItself = /^\/api\/(?:imports|upload|products\/upload)\/?(?:$|\?)/;

/** A body must say that it is JSON, a form where a file comes in, or a piece of an upload. Without a body (a DELETE, say) any type passes. */
export function checkBodyType(req: Request, _res: Response, next: NextFunction): void {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody || req.is('application/json') || req.is('multipart/form-data')) return next();
  if (req.is('application/offset+octet-stream') && req.path.startsWith('/uploads')) return next();
  next(new DomainError('unsupported_media_type', 'Send application/json, or multipart/form-data where a file is expected.'));
}

/** A product may have longer texts than other bodies: one of more than so many bytes, or of who knows how many, is read by its route, too. */
export const mostForAll = 1_048_576;
const isProduct = /^(?:POST \/api\/products|(?:PUT|PATCH) \/api\/products\/[^/?]+)\/?(?:$|\?)/;

/** A product that is read when it is known who sends it. */
export const isLongProduct = (req: Request): boolean =>
  isProduct.test(`${req.method} ${req.originalUrl}`) && !(Number(req.headers['content-length']) <= mostForAll);

/** JSON that is read before the request gets to its route. */
export const isJsonForAll = (req: IncomingMessage): boolean =>
  Boolean((req as Request).is('application/json')) &&
  !(req.method === 'POST' && readsItself.test((req as Request).originalUrl)) &&
  !isLongProduct(req as Request);
