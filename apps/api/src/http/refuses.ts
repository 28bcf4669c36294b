import { ApiExtension } from '@nestjs/swagger';
import { errorMeanings, type ErrorCode } from '@app/domain';
import type { Operation, Parameter } from './document-types.js';
import { statusOf } from './problem.filter.js';

/** Codes of problems that a route has of its own; what follows from its method, parameters and body needs no word. */
export const Refuses = (...codes: ErrorCode[]) => ApiExtension('x-refuses', codes);

/** All codes with which an operation may refuse: those that follow from what it is, and its own. */
export function refusalsOf(method: string, operation: Operation, own: ErrorCode[] = []): ErrorCode[] {
  const parameters = (operation.parameters ?? []) as Parameter[];
  const has = (place: string, name?: string) =>
    parameters.some((parameter) => parameter.in === place && (!name || parameter.name.toLowerCase() === name));
  const isUnsafe = !['get', 'head', 'options'].includes(method);
  const isPublic = operation.security?.length === 0;
  const types = Object.keys((operation.requestBody as { content?: object } | undefined)?.content ?? {});
  const codes: [boolean, ErrorCode[]][] = [
    [true, ['malformed']],
    [!isPublic, ['unauthenticated']],
    [!isPublic || isUnsafe, ['forbidden']],
    [has('path'), ['not_found']],
    [has('path', 'id'), ['invalid_parameter']],
    [has('query'), ['invalid_parameter', 'invalid']],
    [has('header', 'if-match'), ['invalid_parameter', 'stale_version']],
    [has('header', 'idempotency-key'), ['idempotency_malformed', 'idempotency_mismatch', 'idempotency_in_flight']],
    [isUnsafe, ['too_large', 'unsupported_media_type']],
    [types.length > 0, ['invalid']],
    [types.includes('multipart/form-data'), ['not_a_csv', 'empty_file']],
    [true, own],
    [true, ['internal', 'unavailable']],
  ];
  return [...new Set(codes.flatMap(([applies, some]) => (applies ? some : [])))];
}

/** Codes by their status, each with its meaning, as the description of an answer says it. */
export function textsByStatus(codes: ErrorCode[]): [status: number, text: string][] {
  const texts = new Map<number, string[]>();
  for (const code of codes) texts.set(statusOf[code], [...(texts.get(statusOf[code]) ?? []), `- \`${code}\`: ${errorMeanings[code]}`]);
  return [...texts].map(([status, lines]) => [status, lines.join('\n')]);
}
