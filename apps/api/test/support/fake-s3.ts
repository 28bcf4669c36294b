import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Failure = { status: number; times: number; method?: 'GET' | 'PUT' | 'POST' | 'HEAD' | 'DELETE' };
type Answer = { status?: number; headers?: Record<string, string | number>; body?: string | Buffer };

class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** As much of S3 as S3Files uses, in this process and in memory: one bucket `files`, path style, no signatures checked. */
export class FakeS3 {
  readonly objects = new Map<string, { bytes: Buffer; written: Date }>();
  readonly uploads = new Map<string, { key: string; begun: Date; parts: Map<number, Buffer> }>();
  /** What was asked, failures included: `PUT folder/key?partNumber`. */
  readonly requests: string[] = [];
  pageSize = 1000;
  private failures: Failure[] = [];
  private readsEnd = Infinity;
  private lost = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeS3> {
    const fake: FakeS3 = new FakeS3(createServer((req, res) => void fake.handle(req, res)));
    await new Promise<void>((listening) => fake.server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** The next so many requests (of the method) are answered with the status and change nothing. */
  fails(failure: Failure): void {
    this.failures.push({ ...failure });
  }

  /** From now on, an answer to a read breaks off after so many bytes of its body. */
  cutsReadsAt(byte: number): void {
    this.readsEnd = byte;
  }

  /** From now on, files lose so many bytes at their end. */
  losesBytes(count: number): void {
    this.lost = count;
  }

  /** An upload that somebody began and left. */
  begin(key: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, begun: new Date(), parts: new Map() });
    return id;
  }

  private async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams } = new URL(req.url!, this.endpoint);
      const key = decodeURIComponent(pathname).replace(/^\/files\/?/, '');
      this.requests.push([`${req.method} ${key}`, ...[...searchParams.keys()].filter((name) => name !== 'x-id')].join('?'));
      const body = Buffer.concat(await req.toArray());
      const { status = 200, headers = {}, body: content = '' } = this.answer(req, key, searchParams, body);
      res.writeHead(status, { 'Content-Length': content.length, ...headers });
      if (req.method === 'GET' && key && content.length > this.readsEnd)
        res.write(content.slice(0, this.readsEnd), () => setTimeout(() => res.destroy(), 10));
      else res.end(req.method === 'HEAD' ? undefined : content);
    } catch (error) {
      const { status, code } = error instanceof S3Error ? error : new S3Error(500, `InternalError: ${error}`);
      const xml = `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
      if (!res.headersSent) res.writeHead(status, { 'Content-Type': 'application/xml' }).end(req.method === 'HEAD' ? undefined : xml);
    }
  }

  private answer(req: IncomingMessage, key: string, query: URLSearchParams, body: Buffer): Answer {
    const failure = this.failures.find(({ method, times }) => times > 0 && (!method || method === req.method));
    if (failure && failure.times--) throw new S3Error(failure.status, 'Told');
    const uploadId = query.get('uploadId');
    switch (`${req.method} ${key ? 'object' : 'bucket'}`) {
      case 'GET bucket':
        return query.has('uploads') ? this.listUploads(query) : this.listObjects(query);
      case 'POST object':
        if (!uploadId) return xml(`<InitiateMultipartUploadResult><UploadId>${this.begin(key)}</UploadId></InitiateMultipartUploadResult>`);
        this.keep(key, this.joined(uploadId, body.toString()));
        this.uploads.delete(uploadId);
        return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
      case 'PUT object':
        if (uploadId) this.upload(uploadId).parts.set(Number(query.get('partNumber')), body);
        else this.keep(key, body);
        return { headers: { ETag: etag(body) } };
      case 'DELETE object':
        if (uploadId) this.upload(uploadId);
        if (!this.uploads.delete(uploadId ?? '')) this.objects.delete(key);
        return { status: 204 };
      case 'HEAD object':
        return { headers: { 'Content-Length': this.object(key).length } };
      case 'GET object':
        return ranged(this.object(key), req.headers.range);
      default:
        throw new S3Error(501, 'NotImplemented');
    }
  }

  private keep(key: string, bytes: Buffer): void {
    this.objects.set(key, { bytes: bytes.subarray(0, bytes.length - this.lost), written: new Date() });
  }

  private object(key: string): Buffer {
    const found = this.objects.get(key);
    if (!found) throw new S3Error(404, 'NoSuchKey');
    return found.bytes;
  }

  private upload(id: string) {
    const found = this.uploads.get(id);
    if (!found) throw new S3Error(404, 'NoSuchUpload');
    return found;
  }

  private joined(uploadId: string, order: string): Buffer {
    const { parts } = this.upload(uploadId);
    const wanted = [...order.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part]) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part!)?.[1]),
      tag: /<ETag>(?:"|&quot;)(\w+)/.exec(part!)?.[1],
    }));
    const named = wanted.map(({ number }) => parts.get(number));
    const isAsSent = wanted.every(({ tag }, i) => named[i] && etag(named[i]) === `"${tag}"`);
    if (!named.length || !isAsSent) throw new S3Error(400, 'InvalidPart');
    if (named.slice(0, -1).some((part) => part!.length < 5 << 20)) throw new S3Error(400, 'EntityTooSmall');
    return Buffer.concat(named as Buffer[]);
  }

  private listObjects(query: URLSearchParams): Answer {
    const all = [...this.objects].filter(([key]) => listed(key, query)).sort(([a], [b]) => (a < b ? -1 : 1));
    const from = Number(query.get('continuation-token') ?? 0);
    const next = from + this.pageSize;
    const entries = all.slice(from, next).map(([key, { bytes, written }]) => {
      return `<Contents><Key>${key}</Key><LastModified>${written.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
    });
    const more = next < all.length;
    const token = more ? `<NextContinuationToken>${next}</NextContinuationToken>` : '';
    return xml(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${token}${entries.join('')}</ListBucketResult>`);
  }

  private listUploads(query: URLSearchParams): Answer {
    const place = (key: string, id: string) => `${key}\0${id}`;
    const after = query.has('key-marker') ? place(query.get('key-marker')!, query.get('upload-id-marker') ?? '\uffff') : '';
    const all = [...this.uploads]
      .filter(([id, { key }]) => listed(key, query) && place(key, id) > after)
      .sort(([a, { key: x }], [b, { key: y }]) => (place(x, a) < place(y, b) ? -1 : 1));
    const page = all.slice(0, this.pageSize);
    const entries = page.map(([id, { key, begun }]) => {
      return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${begun.toISOString()}</Initiated></Upload>`;
    });
    const [lastId, last] = page.at(-1) ?? [];
    const markers = last ? `<NextKeyMarker>${last.key}</NextKeyMarker><NextUploadIdMarker>${lastId}</NextUploadIdMarker>` : '';
    const more = all.length > page.length;
    return xml(`<ListMultipartUploadsResult><IsTruncated>${more}</IsTruncated>${markers}${entries.join('')}</ListMultipartUploadsResult>`);
  }
}

const xml = (body: string): Answer => ({ headers: { 'Content-Type': 'application/xml' }, body: `<?xml version="1.0"?>${body}` });
const etag = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** Under the prefix, and no delimiter after it. */
function listed(key: string, query: URLSearchParams): boolean {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  return key.startsWith(prefix) && !(delimiter && key.slice(prefix.length).includes(delimiter));
}

function ranged(bytes: Buffer, range?: string): Answer {
  if (!range) return { body: bytes };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range)!;
  const start = Number(first);
  const end = Math.min(last ? Number(last) + 1 : Infinity, bytes.length);
  if (start >= end) throw new S3Error(416, 'InvalidRange');
  return { status: 206, headers: { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` }, body: bytes.subarray(start, end) };
}
