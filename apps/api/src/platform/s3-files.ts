import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { randomUUID } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileStore, Overtaken, type Growth } from './file-store.js';

const partBytes = 8 << 20; // 10,000 parts at most: files up to 80 GB
const uploadMark = '?uploadId=';

/** Files in a bucket of S3 or a store like it, under a prefix that is ours alone. Of a file that comes in, memory holds two parts at a time. */
export class S3Files extends FileStore {
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly prefix: string;

  constructor(storageUrl: string, endpoint?: string) {
    super();
    const { host, pathname } = new URL(storageUrl);
    const folder = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '');
    // What no import knows is tidied away: in a bucket's root that could be somebody else's.
    if (!host || !folder) throw new Error(`STORAGE_URL: expected the form s3://bucket/prefix, got ${storageUrl}`);
    this.bucket = host;
    this.prefix = `${folder}/`;
    this.client = new S3Client({
      region: process.env.AWS_REGION || 'us-east-1',
      ...(endpoint && { endpoint, forcePathStyle: true }),
      // The SDK's trailing checksums end up inside the file on older clones. The signature covers each part's SHA-256 anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 4,
      // No requestTimeout: it would also end a part that goes up slowly but steadily. Silence is what tells a dead connection.
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
    });
  }

  /** As promised by the store; what a failed put cannot take back because S3 does not answer, `writtenBefore` will list. */
  async put(key: string, content: Readable): Promise<void> {
    let bytes = 0;
    const counted = new Transform({
      transform(piece: Buffer, _encoding, done) {
        bytes += piece.length;
        done(null, piece);
      },
    });
    pipeline(content, counted, () => {}); // an error of either destroys both, so the upload sees it
    try {
      const params = { ...this.at(key), Body: counted };
      await new Upload({ client: this.client, params, partSize: partBytes, queueSize: 2, leavePartsOnError: false }).done();
      const stored = await this.size(key);
      if (stored !== bytes) throw new Error(`S3 keeps ${stored ?? 'no'} bytes of ${key}, but ${bytes} were sent.`);
    } catch (error) {
      await Promise.allSettled([this.remove(key), this.abortUploads(key)]); // an answer that got lost may hide a success
      throw error;
    }
  }

  /**
   * Whole parts go up as they are full; what is left when the stream ends is kept as an object of its own, and goes before the next
   * piece. Parts begin where they would in any other request: one that was overtaken writes the same part again, not another.
   */
  async grow(key: string, from: Growth, content: Readable, keep: (growth: Growth) => Promise<boolean>): Promise<void> {
    let grown = from;
    let [held, bytes] = await this.tailOf(from);
    const move = async (to: Growth) => {
      const isMine = await keep(to); // when that fails nobody knows, and nothing may go
      const [old, current] = isMine ? [grown, to] : [to, grown];
      if (old.tail && old.tail !== current.tail) await this.remove(old.tail);
      if (!isMine && to.uploadId !== grown.uploadId) await this.remove(key + uploadMark + to.uploadId);
      if (!isMine) throw new Overtaken();
      grown = to;
    };
    let broken: unknown;
    try {
      for await (const piece of content as AsyncIterable<Buffer>) {
        held.push(piece);
        bytes += piece.length;
        while (bytes >= partBytes) {
          const all = Buffer.concat(held);
          held = [all];
          await move(await this.withPart(key, grown, all.subarray(0, partBytes)));
          held = [all.subarray(partBytes)]; // only now: a part that did not arrive is still to be kept
          bytes -= partBytes;
        }
      }
    } catch (error) {
      if (error instanceof Overtaken) throw error;
      broken = error;
    }
    const total = (grown.parts?.length ?? 0) * partBytes + bytes;
    if (total > grown.bytes) {
      const tail = randomUUID();
      await this.client.send(new PutObjectCommand({ ...this.at(tail), Body: Buffer.concat(held) }));
      await move({ ...grown, bytes: total, tail });
    }
    if (broken) throw broken;
  }

  async finish(key: string, growth: Growth): Promise<void> {
    const { bytes, uploadId: UploadId, parts = [], tail } = growth;
    if ((await this.size(key)) === bytes) return;
    const last = Buffer.concat((await this.tailOf(growth))[0]);
    try {
      if (!UploadId) await this.client.send(new PutObjectCommand({ ...this.at(key), Body: last }));
      else {
        const all = last.length ? (await this.withPart(key, growth, last)).parts! : parts;
        const MultipartUpload = { Parts: all.map(({ no, etag }) => ({ PartNumber: no, ETag: etag })) };
        await this.client.send(new CompleteMultipartUploadCommand({ ...this.at(key), UploadId, MultipartUpload }));
      }
    } catch (error) {
      if ((await this.size(key)) !== bytes) throw error; // otherwise the answer got lost, or another call was faster
    }
    const stored = await this.size(key);
    if (stored !== bytes) throw new Error(`S3 keeps ${stored ?? 'no'} bytes of ${key}, but ${bytes} were sent.`);
    if (tail) await this.remove(tail);
  }

  /** Asks S3 when the first byte is wanted. A reader that rests for longer than 30 s loses the connection, and sees that as an error. */
  async read(key: string, start = 0, end?: number): Promise<Readable> {
    return Readable.from(this.bytes(key, start, end), { objectMode: false, highWaterMark: 1 << 20 });
  }

  async size(key: string): Promise<number | undefined> {
    try {
      return (await this.client.send(new HeadObjectCommand(this.at(key)))).ContentLength;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** Removes a file, or aborts an unfinished upload when given its name from `writtenBefore`. */
  async remove(key: string, growth?: Growth): Promise<void> {
    if (growth?.tail) await this.remove(growth.tail);
    if (growth?.uploadId) await this.remove(`${key}${uploadMark}${growth.uploadId}`);
    const [name, UploadId] = key.split(uploadMark) as [string, string?];
    try {
      if (UploadId) await this.client.send(new AbortMultipartUploadCommand({ ...this.at(name), UploadId }));
      else await this.client.send(new DeleteObjectCommand(this.at(name)));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }

  /**
   * Files directly under the prefix, then uploads begun before the moment and never finished, each under a name of its own
   * (`<key>?uploadId=<id>`): `remove` of it aborts the upload and leaves a file of that key alone. MinIO does not list
   * uploads by the beginning of their keys; it drops those of more than a day by itself.
   */
  async *writtenBefore(moment: Date): AsyncIterable<string> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: this.prefix, Delimiter: '/' });
    for await (const { Contents = [] } of pages)
      for (const { Key, LastModified } of Contents)
        if (Key && LastModified && LastModified < moment && Key !== this.prefix) yield Key.slice(this.prefix.length);
    for await (const { name, begun } of this.unfinished(this.prefix)) if (begun < moment) yield name;
  }

  keyOf(name: string): string {
    return name.split(uploadMark)[0]!;
  }

  private async tailOf({ tail }: Growth): Promise<[Buffer[], number]> {
    if (!tail) return [[], 0];
    const bytes = await buffer(await this.read(tail));
    return [[bytes], bytes.length];
  }

  private async withPart(key: string, { bytes, uploadId, parts = [] }: Growth, Body: Buffer): Promise<Growth> {
    const UploadId = uploadId ?? (await this.client.send(new CreateMultipartUploadCommand(this.at(key)))).UploadId!;
    const no = parts.length + 1;
    try {
      const { ETag } = await this.client.send(new UploadPartCommand({ ...this.at(key), UploadId, PartNumber: no, Body }));
      return { bytes: Math.max(bytes, no * partBytes), uploadId: UploadId, parts: [...parts, { no, etag: ETag! }] };
    } catch (error) {
      if (!uploadId) await this.remove(key + uploadMark + UploadId); // nobody else knows of it
      throw error;
    }
  }

  private async *bytes(key: string, start: number, end?: number): AsyncGenerator<Buffer> {
    if (end !== undefined && end <= start) return; // HTTP has no empty range
    const Range = start || end !== undefined ? `bytes=${start}-${end === undefined ? '' : end - 1}` : undefined;
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ ...this.at(key), Range }));
      yield* Body as Readable;
    } catch (error) {
      if (statusOf(error) !== 416) throw error; // 416: no byte of the file lies in the range, so there is nothing to read
    }
  }

  private async abortUploads(key: string): Promise<void> {
    for await (const { name } of this.unfinished(this.prefix + key)) if (name.startsWith(key + uploadMark)) await this.remove(name);
  }

  private async *unfinished(Prefix: string): AsyncGenerator<{ name: string; begun: Date }> {
    let page: ListMultipartUploadsCommandOutput | undefined;
    do {
      const after = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
      page = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix, Delimiter: '/', ...after }));
      for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
        if (Key && UploadId && Initiated) yield { name: `${Key.slice(this.prefix.length)}${uploadMark}${UploadId}`, begun: Initiated };
    } while (page.IsTruncated);
  }

  private readonly at = (key: string) => ({ Bucket: this.bucket, Key: this.prefix + key });
}

const statusOf = (error: unknown) => (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined);
