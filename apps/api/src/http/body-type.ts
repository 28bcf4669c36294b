import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '@app/domain';

/** A body must say that it is JSON, or a form where a file comes in. Without a body (a DELETE, say) any type passes. */
export function checkBodyType(req: Request, _res: Response, next: NextFunction): void {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody || req.is('application/json') || req.is('multipart/form-data')) return next();
  next(new DomainError('unsupported_media_type', 'Send application/json, or multipart/form-data where a file is expected.'));
}
