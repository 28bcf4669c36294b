import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError } from '@app/domain';

/** The version that a caller says it saw, from `If-Match: "7"` (RFC 9110, section 13.1.1); undefined without one or with `*`. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined => {
    const tag = context.switchToHttp().getRequest<Request>().headers['if-match'];
    if (tag === undefined || tag === '*') return undefined;
    const version = /^(?:W\/)?"(\d{1,10})"$/.exec(tag)?.[1];
    if (!version) throw new DomainError('invalid_parameter', 'If-Match holds no version of ours: send the ETag as it came.');
    return Number(version);
  },
  [(target, method) => tagHeader(target, method!, Object.getOwnPropertyDescriptor(target, method!)!)],
);

const tagHeader = ApiHeader({
  name: 'If-Match',
  description: 'The `ETag` that was read: 412 `stale_version` when somebody has changed the record since',
  schema: { type: 'string', maxLength: 20 },
  example: '"3"',
});
