import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError } from '@app/domain';

/**
 * The versions that a caller says it saw, from `If-Match: "7"` or a list of tags, of which one must be current (RFC 9110, section
 * 13.1.1); undefined without the header or with `*`. Tags that are no versions of ours are left out: they match nothing. Weak
 * ones count, because proxies weaken the tags of what they compress.
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number[] | undefined => {
    const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
    if (header === undefined || header === '*') return undefined;
    const tags = [...header.matchAll(/(?:W\/)?"([^"]*)"|[^\s,]+/g)].map(([, tag]) => tag);
    if (!tags.length || tags.includes(undefined))
      throw new DomainError('invalid_parameter', 'If-Match holds no tags: send the ETag as it came, in its quotes.');
    return tags.filter((tag) => /^[1-9]\d{0,9}$/.test(tag!)).map(Number);
  },
  [(target, method) => tagHeader(target, method!, Object.getOwnPropertyDescriptor(target, method!)!)],
);

const tagHeader = ApiHeader({
  name: 'If-Match',
  description: 'The `ETag` that was read, or several: 412 `stale_version` when somebody has changed the record since',
  schema: { type: 'string', maxLength: 1_000 },
  example: '"3"',
});
