import { parse } from 'cookie'; // the parser that express itself uses
import type { CookieOptions, Request, Response } from 'express';

/** Over https the browser keeps the cookie to this host and path by its name (RFC 6265bis, section 4.1.3.2). */
const nameFor = (req: Request) => (req.secure ? '__Host-session' : 'session');

const options = (req: Request): CookieOptions => ({ httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/' });

export const sessionToken = (req: Request): string | undefined => parse(req.headers.cookie ?? '')[nameFor(req)];

export function setSession(res: Response, token: string): void {
  res.cookie(nameFor(res.req), token, options(res.req));
}

export function clearSession(res: Response): void {
  res.clearCookie(nameFor(res.req), options(res.req));
}
