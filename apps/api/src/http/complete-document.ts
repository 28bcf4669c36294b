import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { errorMeanings, Problem, type ErrorCode } from '@app/domain';
import { answerHeaders } from './answer-headers.js';
import type { Answer, Body, Components, Header, MediaType, Operation, Parameter, PathItem, Reference, Schema } from './document-types.js';
import { jsonSchema } from './json-schema.js';
import { wordsOf } from './operation-id.js';
import { statusOf, titleOf } from './problem.filter.js';
import { refusalsOf, textsByStatus } from './refuses.js';

/** What decorators of ours leave on an operation. */
type Marked = Operation & { 'x-public'?: true; 'x-permission'?: string; 'x-refuses'?: ErrorCode[] };

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

/** Adds what all operations have in common, so that a new route is described like the others: summary, who may, headers, examples, refusals. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const components = document.components!;
  Object.assign((components.schemas ??= {}), jsonSchema(Problem, 'output').components);
  for (const [method, operation] of operationsOf(document)) {
    operation.summary ||= wordsOf(operation.operationId!);
    if (operation['x-public']) operation.security = [];
    if (operation.description && operation['x-permission'])
      operation.description += `\n\nNeeds the permission \`${operation['x-permission']}\`.`;
    if (method === 'get') offerRevalidation(operation);
    for (const parameter of operation.parameters as Parameter[]) completeParameter(parameter);
    const refusals = refusalsOf(method, operation, operation['x-refuses']);
    for (const name of ['x-public', 'x-permission', 'x-refuses'] as const) delete operation[name];
    const answers = Object.values(operation.responses) as Answer[];
    if (refusals.includes('idempotency_malformed')) for (const answer of answers) addHeader(answer, 'Idempotency-Replayed');
    for (const answer of answers) completeAnswer(answer, components);
    for (const { content = {} } of [...answers, (operation.requestBody ?? {}) as Partial<Body>])
      for (const media of Object.values(content)) referToExample(media, components);
    completeBody(operation.requestBody as Body | undefined);
    for (const [status, description] of textsByStatus(refusals)) {
      const problem: Reference = { $ref: problemAnswer(status, components) };
      const own = operation.responses[status] as Answer | undefined; // a refusal of a protocol beside ours
      if (!own) operation.responses[status] = { ...problem, description } as Reference;
      else {
        own.description += `\n${description}`;
        own.content = { ...own.content, ...(components.responses![problem.$ref.split('/').at(-1)!] as Answer).content };
      }
    }
  }
  return document;
}

const operationsOf = ({ paths }: OpenAPIObject): [string, Marked][] =>
  Object.values(paths).flatMap((item: PathItem) =>
    methods.flatMap((method) => (item[method] ? [[method, item[method]] as [string, Marked]] : [])),
  );

/** Who asks again for what has an `ETag` need not get it again. */
function offerRevalidation({ responses, parameters }: Marked): void {
  const tag = (responses['200'] as Answer | undefined)?.headers?.ETag;
  if (!tag) return;
  responses['304'] = { description: 'The caller has the current version.', headers: { ETag: tag } };
  parameters!.push({
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` that the caller has: 304 while it is current',
    schema: { type: 'string', maxLength: 1_000 },
    example: '"3"',
  });
}

/** A body whose schema is optional may be left out. */
function completeBody(body: Body | undefined): void {
  for (const { schema } of Object.values(body?.content ?? {})) {
    if (!schema || !('x-optional' in schema)) continue;
    delete schema['x-optional'];
    body!.required = false;
  }
}

/** What a parameter's schema says of it is said of the parameter; an id is told of by the route that has it. */
function completeParameter(parameter: Parameter): void {
  const { description, example, ...schema } = (parameter.schema ?? {}) as Schema;
  parameter.description ??= description;
  parameter.example ??= example;
  if (schema.type === 'string' && !schema.enum) schema.maxLength ??= maxHeaderSize; // an address is no longer than all that comes before a body
  parameter.schema = schema;
}

const addHeader = (answer: Answer, name: string) => (answer.headers = { [name]: {} as Header, ...answer.headers });

function completeAnswer(answer: Answer, components: Components): void {
  answer.description ||= 'As asked.';
  const headers = { 'X-Request-Id': {}, ...answer.headers } as Record<string, Header>;
  for (const { schema } of Object.values(answer.content ?? {})) if (isText(schema)) schema.maxLength ??= Number.MAX_SAFE_INTEGER; // a file
  answer.headers = Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, sharedHeader(name, components) ?? header]));
}

const isText = (schema: unknown): schema is Schema => (schema as Schema | undefined)?.type === 'string';

function sharedHeader(name: string, components: Components): Reference | undefined {
  const header = answerHeaders[name];
  if (!header) return undefined;
  (components.headers ??= {})[name] = header;
  return { $ref: `#/components/headers/${name}` };
}

/** The example of the schema, alone or as the one element of a list. */
function referToExample(media: MediaType, components: Components): void {
  const schema = (media.schema ?? {}) as { $ref?: string; items?: { $ref?: string } };
  const name = (schema.$ref ?? schema.items?.$ref)?.split('/').at(-1);
  const example = name && (components.schemas![name] as Schema).example;
  if (!example || media.example || media.examples) return;
  const [exampleName, value] = schema.$ref ? [name, example] : [`${name}List`, [example]];
  (components.examples ??= {})[exampleName] = { value };
  media.examples = { [exampleName]: { $ref: `#/components/examples/${exampleName}` } };
}

/** Where the document has the answer for all refusals of a status. */
function problemAnswer(status: number, components: Components): string {
  const title = titleOf[status]!;
  const name = STATUS_CODES[status]!.replaceAll(' ', '');
  const code = (Object.keys(statusOf) as ErrorCode[]).find((each) => statusOf[each] === status)!;
  const detail = errorMeanings[code];
  const instance = answerHeaders['X-Request-Id']!.example;
  const answer: Answer = {
    description: title,
    headers: {
      ...(status === 401 && { 'WWW-Authenticate': {} as Header }),
      ...([409, 429, 503].includes(status) && { 'Retry-After': {} as Header }),
    },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: { type: `/problems/${code}`, title, status, detail, message: detail, code, instance },
      },
    },
  };
  completeAnswer(answer, components);
  (components.responses ??= {})[name] = answer;
  return `#/components/responses/${name}`;
}
