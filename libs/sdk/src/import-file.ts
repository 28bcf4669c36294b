import type { Client } from './client.js';
import { followImport } from './follow.js';
import type { CreateImportData, ImportJob } from './generated/types.gen.js';

/** A file: as a browser or Node has it, by its path (Node), or as it comes in. */
export type FileToImport = Blob | string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** What may be said about a file; what is left out is found out. Beyond that: */
export interface ImportFileOptions extends Omit<Extract<CreateImportData['body'], { uploadId: string }>, 'uploadId'> {
  /** Called with the import each time that it has moved. */
  onProgress?: (importJob: ImportJob) => void;
  /** Sent again under the same key within 24 hours, the file is not imported twice. */
  idempotencyKey?: string;
  /** Stops sending and following; an import that has begun goes on. */
  signal?: AbortSignal;
}

/**
 * Sends a file and follows its import to its end, or to where it waits for a person: with `check` that is `awaiting_confirmation`, or
 * `awaiting_mapping` when nobody knows the columns. Look at its `status`: a faulty file ends as `failed`, with `failure`.
 */
export async function importFile(client: Client, file: FileToImport, options: ImportFileOptions = {}): Promise<ImportJob> {
  const { onProgress, idempotencyKey, signal, fileName = nameOf(file), ...fields } = options;
  const upload = file instanceof Blob ? form(fields, file, fileName) : stream(fields, contentOf(file), fileName);
  const { data } = await client.post<{ 202: ImportJob }, unknown, true>({
    security: [{ scheme: 'bearer', type: 'http' }],
    url: '/api/imports',
    ...upload,
    bodySerializer: null,
    headers: { 'Content-Type': null, ...upload.headers, ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }) },
    signal,
  });
  let importJob = data;
  for await (importJob of followImport(client, importJob.id, { signal })) {
    onProgress?.(importJob);
    if (importJob.status.startsWith('awaiting_')) break;
  }
  return importJob;
}

type Fields = Record<string, unknown>;

/** The fields as the form has them: texts as they are, everything else as JSON. */
const texts = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string]],
  );

function form(fields: Fields, file: Blob, fileName: string) {
  const body = new FormData();
  for (const [name, text] of texts(fields)) body.append(name, text);
  body.append('file', file, fileName); // last: what is said about it is known before it comes
  return { body, headers: {} };
}

/** The same form, written while the file comes in: FormData would hold all of it first. */
function stream(fields: Fields, content: AsyncIterable<Uint8Array>, fileName: string) {
  const boundary = `form-${crypto.randomUUID()}`;
  const part = (disposition: string, more = '') => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n`;
  const quoted = fileName.replace(/["\r\n]/g, encodeURIComponent); // as browsers write it
  async function* pieces() {
    const encoder = new TextEncoder();
    for (const [name, text] of texts(fields)) yield encoder.encode(`${part(`name="${name}"`)}${text}\r\n`);
    yield encoder.encode(part(`name="file"; filename="${quoted}"`, 'Content-Type: text/csv\r\n'));
    yield* content;
    yield encoder.encode(`\r\n--${boundary}--\r\n`);
  }
  const rest = pieces();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
  return { body, duplex: 'half' as const, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } };
}

const nameOf = (file: FileToImport): string => {
  if (typeof file === 'string') return file.split(/[/\\]/).at(-1)!;
  return 'name' in file && typeof file.name === 'string' ? file.name : 'products.csv';
};

// Asked for by name, so that what bundles for browsers does not look for Node's modules.
declare const process: { getBuiltinModule(id: string): { createReadStream(path: string): AsyncIterable<Uint8Array> } };

const contentOf = (file: Exclude<FileToImport, Blob>): AsyncIterable<Uint8Array> =>
  typeof file === 'string' ? process.getBuiltinModule('node:fs').createReadStream(file) : (file as AsyncIterable<Uint8Array>);
