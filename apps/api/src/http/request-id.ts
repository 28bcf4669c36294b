import type { NextFunction, Request, Response } from 'express';
import { randomUUID } from 'node:crypto';

const ids = new WeakMap<object, string>();

/** Gives every request an id of ours: in its answer, in problems and in the log. */
export function nameRequest(req: Request, res: Response, next: NextFunction): void {
  const id = randomUUID();
  ids.set(req, id);
  res.setHeader('X-Request-Id', id);
  next();
}

export const requestId = (req: Request): string => ids.get(req) ?? 'unknown';
