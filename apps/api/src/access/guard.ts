import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError, permissionsOf, type Permission } from '@app/domain';
import { ENV, type Env } from '../platform/config.js';
import { PUBLIC } from '../http/public.js';
import { PERMISSION, SIGNED_IN, type Authenticated, type Principal } from './can.js';
import { SessionRepository } from './session.repository.js';
import { sessionToken } from './session-cookie.js';

/** Stands before every route: closed unless public, and open only to who has the permission that the route names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const req = context.switchToHttp().getRequest<Authenticated>();
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) {
      if (isForeign(req)) throw new DomainError('forbidden', 'This request comes from another site.');
      return true;
    }
    req.principal = await this.principalOf(req);
    const needed = this.reflector.getAllAndOverride<Permission | typeof SIGNED_IN>(PERMISSION, targets);
    if (needed === SIGNED_IN || (needed && req.principal.permissions.includes(needed))) return true;
    throw new DomainError('forbidden', needed ? `This needs the permission ${needed}.` : 'This is closed.');
  }

  private async principalOf(req: Request): Promise<Principal> {
    const token = sessionToken(req);
    const key = /^Bearer ([\x21-\x7e]{1,255})$/.exec(req.headers.authorization ?? '')?.[1];
    if (token && req.headers.authorization) throw new DomainError('malformed', 'Send a session or an API key, not both.');
    if (key) return this.keyHolder(key);
    const principal = token && (await this.sessions.principal(token));
    if (!principal) throw new DomainError('unauthenticated', 'Sign in, or send an API key.');
    if (isUnsafe(req) && !isOwnSite(req)) throw new DomainError('forbidden', 'This request comes from another site.');
    return principal;
  }

  private keyHolder(key: string): Principal {
    const adminKey = this.env.ADMIN_API_KEY;
    if (!adminKey || !timingSafeEqual(sha256(key), sha256(adminKey)))
      throw new DomainError('unauthenticated', 'This API key is not known.');
    return { actor: 'key:0', name: 'ADMIN_API_KEY', email: null, role: 'admin', permissions: [...permissionsOf.admin] };
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const isUnsafe = ({ method }: Request) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** Browsers say where a request comes from (Fetch Metadata), older ones only in Origin. Who says neither and sends a cookie is refused. */
function isOwnSite(req: Request): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return req.headers.origin !== undefined && URL.canParse(req.headers.origin) && new URL(req.headers.origin).host === req.headers.host;
}

/** For routes that need no cookie, signing in above all: a browser that says it comes from elsewhere is refused. */
function isForeign(req: Request): boolean {
  return isUnsafe(req) && (req.headers['sec-fetch-site'] ?? req.headers.origin) !== undefined && !isOwnSite(req);
}
