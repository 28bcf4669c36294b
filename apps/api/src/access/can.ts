import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Actor, Me, Permission } from '@app/domain';

export const PERMISSION = 'permission';

/** Who calls: a person with a session, or a program with a key. */
export type Principal = Me & { actor: Actor; sessionHash?: Buffer };

export type Authenticated = Request & { principal: Principal };

/** The permission that a route needs. A route without one, and not public, is closed to everybody. */
export const Can = (permission: Permission) =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension('x-permission', permission));

/** Any signed-in caller may: signing out, asking who one is. */
export const SIGNED_IN = 'signed-in';
export const SignedIn = () => SetMetadata(PERMISSION, SIGNED_IN);

/** The principal of a request, as a parameter. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<Authenticated>().principal,
);

/** The actor of a request, as a parameter. */
export const By = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest<Authenticated>().principal.actor,
);
