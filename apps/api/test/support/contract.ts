import { afterEach, expect } from '@jest/globals';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fs from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import path from 'node:path';

type Answer = { $ref?: string; content?: Record<string, { schema?: object }>; headers?: Record<string, unknown> };
type Operation = { responses: Record<string, Answer>; parameters?: object[] };
type Found = { path: string; method: string; operation: Operation };

const document = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../../openapi.json'), 'utf8'));
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi.json');

/** Paths of the document with what they match; of two that match, the one with fewer parameters goes first. */
const paths = Object.keys(document.paths)
  .sort((a, b) => a.split('{').length - b.split('{').length)
  .map((name) => ({ name, matches: new RegExp(`^${name.replace(/\{[^}]+\}/g, '[^/]+')}/?$`) }));
const validators = new Map<string, ValidateFunction>();
const faults: string[] = [];

/** What was wrong with answers since this was asked last. */
export const takeFaults = () => [...new Set(faults.splice(0))];

// An answer that the document does not know fails the test in which it came.
afterEach(() => expect(takeFaults()).toEqual([]));

/** Compares every answer of a server with openapi.json: is its status known there, and its type, and does its body fit? */
export function watchAnswers(server: Server): void {
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/api/') || /^\/api\/(docs|openapi)/.test(pathname)) return;
    let pieces: Buffer[] = [];
    let bytes = 0;
    const { write, end } = res;
    const keep = (piece: unknown) => {
      if ((typeof piece !== 'string' && !(piece instanceof Uint8Array)) || isTable(typeOf(res))) return;
      bytes += piece.length;
      if (bytes > mostKept) pieces = [];
      else pieces.push(Buffer.from(piece as string));
    };
    res.write = ((...args: Parameters<typeof write>) => {
      keep(args[0]);
      return write.apply(res, args);
    }) as typeof write;
    res.end = ((...args: Parameters<typeof end>) => {
      keep(args[0]);
      return end.apply(res, args);
    }) as typeof end;
    res.once('close', () => {
      if (!res.headersSent) return; // nobody was there to hear it
      const fault = faultOf(req.method!, pathname, res, Buffer.concat(pieces).toString());
      if (fault) faults.push(`${req.method} ${pathname} answered ${res.statusCode} ${typeOf(res)}: ${fault}`);
    });
  });
}

function faultOf(method: string, pathname: string, res: ServerResponse, body: string): string | undefined {
  const found = find(method, pathname);
  const status = String(res.statusCode);
  if (!found)
    return [404, 405].includes(res.statusCode) || method === 'OPTIONS' ? bodyFault('Problem', body) : 'the document has no such route';
  const isOfAll = ['405', '431'].includes(status);
  if (isOfAll) return undefined;
  const pointer = ['paths', found.path, found.method, 'responses', status];
  const own = found.operation.responses[status];
  if (!own) return 'the document has no such status';
  const at = own.$ref ? own.$ref.slice(2).split('/') : pointer;
  const answer: Answer = at.reduce((node, key) => node[key], document);
  for (const name of res.getHeaderNames()) if (isToldOf(name) && !isIn(name, answer.headers)) return `the document has no header ${name}`;
  const type = typeOf(res);
  if (method === 'HEAD' || status === '204' || (!body && !isTable(type))) return undefined;
  if (!answer.content?.[type]) return 'the document has no such type';
  if (isTable(type) || type === 'text/plain') return undefined;
  if (type === 'application/problem+json') {
    const { code } = JSON.parse(body);
    const text = (own as { description?: string }).description;
    if (!text?.includes(`\`${code}\``)) return `the document has no code ${code} there`;
  }
  const validate = validatorOf([...at, 'content', type, 'schema']);
  const values = type === 'text/event-stream' ? dataOf(body) : [body];
  for (const value of values) if (!validate(jsonOf(value))) return ajv.errorsText(validate.errors, { dataVar: 'body' });
  return undefined;
}

function find(method: string, pathname: string): Found | undefined {
  const offered = paths.filter(({ matches }) => matches.test(pathname));
  for (const name of [method.toLowerCase(), ...(method === 'HEAD' ? ['get'] : [])])
    for (const { name: route } of offered) {
      const operation = document.paths[route][name];
      if (operation) return { path: route, method: name, operation };
    }
  return undefined;
}

function bodyFault(schema: string, body: string): string | undefined {
  const validate = validatorOf(['components', 'schemas', schema]);
  return !body || validate(JSON.parse(body)) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
}

function validatorOf(pointer: string[]): ValidateFunction {
  const ref = `openapi.json#/${pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  if (!validators.has(ref)) validators.set(ref, ajv.compile({ $ref: ref }));
  return validators.get(ref)!;
}

/** Undefined, which fits nothing, when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a longer answer only the head is compared. */
const mostKept = 64 * 1024 * 1024;

/** Kept by nobody: many megabytes. */
const isTable = (type: string) => /csv|ndjson/.test(type);
const typeOf = (res: ServerResponse) => String(res.getHeader('content-type') ?? '').split(';')[0]!;
/** Headers that mean something here; those of HTTP itself, of browsers' security and of tus are of all answers. */
const isToldOf = (name: string) =>
  /^(x-(?!accel|content|frame|dns|download|permitted|xss)|etag|location|content-range|content-disposition|idempotency|link$)/.test(name);
const isIn = (name: string, headers: object = {}) => Object.keys(headers).some((header) => header.toLowerCase() === name);
/** The data of the events that came whole. */
const dataOf = (stream: string) =>
  stream
    .split('\n\n')
    .slice(0, -1)
    .flatMap((event) => /^data: ?(.*)$/m.exec(event)?.[1] ?? []);
