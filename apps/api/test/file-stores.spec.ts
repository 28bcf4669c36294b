import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Overtaken, type FileStore, type Growth } from '../src/platform/file-store.js';
import { LocalFiles } from '../src/platform/local-files.js';
import { S3Files } from '../src/platform/s3-files.js';
import { FakeS3 } from './support/fake-s3.js';

process.env.AWS_ACCESS_KEY_ID = 'test';
process.env.AWS_SECRET_ACCESS_KEY = 'test';

const MB = 1e6;
const hour = 3_600_000;

type Place = {
  files: FileStore;
  /** Everything that lies there, finished or not. */
  remains(): Promise<string[]>;
  /** Makes it look as if a file, or what is left of one, was last written two hours ago. */
  age(name: string): Promise<void>;
  /** What a process leaves that dies while it stores a file. */
  cutOff(key: string): Promise<string>;
  close(): Promise<void>;
};

async function folder(): Promise<Place> {
  const at = await mkdtemp(path.join(os.tmpdir(), 'file-stores-'));
  return {
    files: new LocalFiles(at),
    remains: () => readdir(at),
    age: (name) => utimes(path.join(at, name), new Date(), new Date(Date.now() - 2 * hour)),
    cutOff: async (key) => {
      await writeFile(path.join(at, `${key}.part`), 'half a fi');
      return `${key}.part`;
    },
    close: () => rm(at, { recursive: true }),
  };
}

async function bucket(): Promise<Place & { s3: FakeS3 }> {
  const s3 = await FakeS3.start();
  return {
    s3,
    files: new S3Files('s3://files/some/folder', s3.endpoint),
    remains: async () => [...s3.objects.keys(), ...[...s3.uploads.values()].map(({ key }) => `unfinished ${key}`)],
    age: async (name) => {
      const old = new Date(Date.now() - 2 * hour);
      const [key, uploadId] = name.split('?uploadId=');
      if (uploadId) s3.uploads.get(uploadId)!.begun = old;
      else s3.objects.get(`some/folder/${key}`)!.written = old;
    },
    cutOff: async (key) => `${key}?uploadId=${s3.begin(`some/folder/${key}`)}`,
    close: () => s3.stop(),
  };
}

/** The bytes as a socket delivers them. */
function pieces(bytes: Buffer): Readable {
  return Readable.from(
    (function* () {
      for (let i = 0; i < bytes.length; i += 65_536) yield bytes.subarray(i, i + 65_536);
    })(),
    { objectMode: false },
  );
}

function failingAfter(bytes: number, error: Error): Readable {
  return Readable.from(
    (async function* () {
      for (let i = 0; i < bytes; i += 1 << 16) yield Buffer.alloc(1 << 16);
      throw error;
    })(),
    { objectMode: false },
  );
}

async function listed(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const key of keys) found.push(key);
  return found.sort();
}

/** The bytes, and then no end but an error. */
function breaking(bytes: Buffer): Readable {
  return Readable.from(
    (async function* () {
      yield* pieces(bytes);
      throw new Error('the sender hung up');
    })(),
    { objectMode: false },
  );
}

/** A file that comes in pieces, with whoever keeps how far it has come. */
class Growing {
  growth: Growth = { bytes: 0 };

  constructor(
    private readonly files: FileStore,
    readonly key: string,
  ) {}

  readonly keep = async (growth: Growth) => {
    this.growth = JSON.parse(JSON.stringify(growth));
    return true;
  };
  add = (content: Readable) => this.files.grow(this.key, this.growth, content, this.keep);
  finish = () => this.files.finish(this.key, this.growth);
  remove = () => this.files.remove(this.key, this.growth);
}

const content = async (files: FileStore, key: string, start?: number, end?: number) => buffer(await files.read(key, start, end));

describe.each([
  { name: 'LocalFiles', open: folder },
  { name: 'S3Files', open: bucket },
])('$name', ({ open }) => {
  let place: Place;
  let files: FileStore;
  beforeEach(async () => {
    place = await open();
    files = place.files;
  });
  afterEach(() => place.close());

  it.each([0, 1, 65_537, 8 << 20, (8 << 20) + 1, 20 * MB])('gives back %d bytes as they were put', async (length) => {
    const bytes = randomBytes(length);

    await files.put('a-key', pieces(bytes));

    expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
    expect(await files.size('a-key')).toBe(length);
    expect(await place.remains()).toHaveLength(1);
  });

  it('reads ranges: the start included, the end not, what lies beyond the file left out', async () => {
    await files.put('a-key', pieces(Buffer.from('0123456789')));

    const read = async (start?: number, end?: number) => (await content(files, 'a-key', start, end)).toString();
    expect(await read(3, 6)).toBe('345');
    expect(await read(0, 1)).toBe('0');
    expect(await read(7)).toBe('789');
    expect(await read(0, 100)).toBe('0123456789');
    expect(await read(10)).toBe('');
    expect(await read(10, 20)).toBe('');
  });

  it('reads nothing from any range of an empty file', async () => {
    await files.put('a-key', pieces(Buffer.alloc(0)));

    expect(await content(files, 'a-key', 0, 100)).toHaveLength(0);
    expect(await content(files, 'a-key', 5)).toHaveLength(0);
  });

  it('removes a file, also twice, and no other', async () => {
    await files.put('a-key', pieces(Buffer.from('a')));
    await files.put('another', pieces(Buffer.from('b')));

    await files.remove('a-key');
    await files.remove('a-key');

    expect(await files.size('a-key')).toBeUndefined();
    expect(await files.size('another')).toBe(1);
  });

  it('has no size for a missing key, and tells of it on the stream', async () => {
    expect(await files.size('missing')).toBeUndefined();
    const stream = await files.read('missing');
    await expect(buffer(stream)).rejects.toThrow(/ENOENT|NoSuchKey/);
  });

  it.each([0, 1 << 20, 12 << 20])('keeps nothing of a stream that fails after %d bytes, and passes its error on', async (bytes) => {
    const error = new Error('the sender hung up');

    await expect(files.put('a-key', failingAfter(bytes, error))).rejects.toBe(error);

    expect(await place.remains()).toEqual([]);
  });

  it('keeps nothing of a stream that is destroyed midway', async () => {
    let sent = 0;
    const stream = new Readable({
      read() {
        if ((sent += 1 << 16) > 12 << 20) this.destroy();
        else this.push(Buffer.alloc(1 << 16));
      },
    });

    await expect(files.put('a-key', stream)).rejects.toThrow(/premature close/i);

    expect(await place.remains()).toEqual([]);
  });

  describe('a file that comes in pieces', () => {
    it.each([[[1]], [[5, 5, 5]], [[8 << 20]], [[(8 << 20) - 1, 1, 1]], [[(8 << 20) + 1, 100]], [[3 * MB, 3 * MB, 3 * MB, 20 * MB, 1]]])(
      'is what came, of %j bytes',
      async (lengths) => {
        const bytes = randomBytes(lengths.reduce((sum, length) => sum + length));
        const growing = new Growing(files, 'a-key');
        for (const length of lengths) {
          const from = growing.growth.bytes;
          await growing.add(pieces(bytes.subarray(from, from + length)));
          expect(growing.growth.bytes).toBe(from + length);
          expect(await files.size('a-key')).toBeUndefined();
        }

        await growing.finish();
        await growing.finish();

        expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
        expect(await place.remains()).toHaveLength(1);
      },
    );

    it('goes on after a break where it had come to', async () => {
      const bytes = randomBytes(20 * MB);
      const growing = new Growing(files, 'a-key');
      for (const end of [10, 9 * MB, 9 * MB + 10, 17 * MB]) {
        await expect(growing.add(breaking(bytes.subarray(growing.growth.bytes, end)))).rejects.toThrow('the sender hung up');
        expect(growing.growth.bytes).toBe(end);
      }
      await growing.add(pieces(bytes.subarray(growing.growth.bytes)));
      await growing.finish();

      expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
    });

    it('goes on from what was kept last when the process died', async () => {
      const bytes = randomBytes(20 * MB);
      const growing = new Growing(files, 'a-key');
      await growing.add(pieces(bytes.subarray(0, 9 * MB)));
      const before = growing.growth;
      const dies = async () => Promise.reject(new Error('killed'));
      await expect(files.grow('a-key', before, pieces(randomBytes(5 * MB)), dies)).rejects.toThrow('killed');
      expect(growing.growth).toBe(before);
      await growing.add(pieces(bytes.subarray(9 * MB)));
      await growing.finish();

      expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
    });

    it("is the one writer's that took over, whatever the other still sends of it", async () => {
      const bytes = randomBytes(30 * MB);
      const growing = new Growing(files, 'a-key');
      await growing.add(pieces(bytes.subarray(0, 1 * MB)));
      const before = growing.growth;
      let taken!: () => void;
      const overtaken = new Promise<void>((done) => (taken = done));
      const earlier = files.grow('a-key', before, pieces(bytes.subarray(1 * MB)), async () => {
        await overtaken; // its first part is there, but nobody knows
        return false;
      });
      const outcome = earlier.catch((error: unknown) => error);
      await growing.add(pieces(bytes.subarray(1 * MB)));
      taken();
      expect(await outcome).toBeInstanceOf(Overtaken);
      await growing.finish();

      expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
      expect(await place.remains()).toHaveLength(1);
    });

    it.each([0, 1, 9 * MB])('can be removed when %d bytes have come, and leaves nothing', async (length) => {
      const growing = new Growing(files, 'a-key');
      await growing.add(pieces(randomBytes(length)));
      await growing.remove();
      await growing.remove();
      expect(await place.remains()).toEqual([]);
    });

    it('is listed by its key while it lies about', async () => {
      const growing = new Growing(files, 'a-key');
      await growing.add(pieces(randomBytes(9 * MB)));
      const found = await listed(files.writtenBefore(new Date(Date.now() + hour)));
      expect(found.map((name) => files.keyOf(name))).toContain('a-key');
    });
  });

  it('lists what was last written before a moment, remains of uploads too, and can remove all of it', async () => {
    for (const key of ['old', 'older', 'new']) await files.put(key, pieces(Buffer.from(key)));
    const oldRemains = await place.cutOff('cut-off');
    await place.cutOff('going-on');
    for (const name of ['old', 'older', oldRemains]) await place.age(name);

    const found = await listed(files.writtenBefore(new Date(Date.now() - hour)));
    expect(found).toEqual([oldRemains, 'old', 'older'].sort());

    for (const name of found) await files.remove(name);
    expect(await listed(files.writtenBefore(new Date(Date.now() - hour)))).toEqual([]);
    expect(await files.size('new')).toBe(3);
    expect(await place.remains()).toHaveLength(2);
  });
});

describe('S3Files, when S3 misbehaves', () => {
  let place: Place & { s3: FakeS3 };
  let files: FileStore;
  let s3: FakeS3;
  beforeEach(async () => {
    place = await bucket();
    ({ files, s3 } = place);
  });
  afterEach(() => place.close());

  const uses: [string, (bytes: Buffer) => Promise<unknown>, unknown][] = [
    ['put', (bytes) => files.put('another', pieces(bytes)), undefined],
    ['read', (bytes) => content(files, 'a-key').then((read) => read.equals(bytes)), true],
    ['size', () => files.size('a-key'), 20 * MB],
    ['remove', () => files.remove('a-key'), undefined],
    ['grow', (bytes) => new Growing(files, 'another').add(pieces(bytes)), undefined],
    ['writtenBefore', () => listed(files.writtenBefore(new Date(Date.now() + hour))), ['a-key']],
  ];
  it.each(uses)('survives two answers of 503 in %s', async (_name, use, result) => {
    const bytes = randomBytes(20 * MB);
    await files.put('a-key', pieces(bytes));
    s3.requests.length = 0;
    s3.fails({ status: 503, times: 2 });

    expect(await use(bytes)).toEqual(result);
    expect(new Set(s3.requests.slice(0, 3)).size).toBe(1); // the same again and again
    expect([...s3.uploads.values()].filter(({ key }) => !key.endsWith('another'))).toEqual([]);
  });

  it('keeps what has come when a part is refused: it goes up with the next piece', async () => {
    const bytes = randomBytes(20 * MB);
    const growing = new Growing(files, 'a-key');
    s3.fails({ status: 403, times: 1, method: 'PUT' });
    await expect(growing.add(pieces(bytes))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await growing.add(pieces(bytes.subarray(growing.growth.bytes)));
    await growing.finish();

    expect((await content(files, 'a-key')).equals(bytes)).toBe(true);
    expect(await place.remains()).toHaveLength(1);
  });

  it('sends a large file in parts, a small one in one piece, and asks for the size', async () => {
    await files.put('large', pieces(randomBytes(20 * MB)));
    await files.put('small', pieces(randomBytes(20)));

    const [large, small] = ['some/folder/large', 'some/folder/small'];
    const part = `PUT ${large}?partNumber?uploadId`;
    expect(s3.requests).toEqual([
      `POST ${large}?uploads`,
      part,
      part,
      part,
      `POST ${large}?uploadId`,
      `HEAD ${large}`,
      `PUT ${small}`,
      `HEAD ${small}`,
    ]);
  });

  it('keeps nothing when a part is refused, and leaves the sender', async () => {
    s3.fails({ status: 403, times: 1, method: 'PUT' });
    const stream = pieces(randomBytes(100 * MB));

    await expect(files.put('a-key', stream)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

    expect(await place.remains()).toEqual([]);
    expect(stream.destroyed).toBe(true);
  });

  it('keeps nothing when the abort of the upload fails at first', async () => {
    s3.fails({ status: 403, times: 1, method: 'DELETE' });

    await expect(files.put('a-key', failingAfter(12 << 20, new Error('the sender hung up')))).rejects.toThrow();

    expect(await place.remains()).toEqual([]);
  });

  it.each([20, 20 * MB])('refuses a store that keeps less than the %d bytes that were sent', async (bytes) => {
    s3.losesBytes(1);

    await expect(files.put('a-key', pieces(randomBytes(bytes)))).rejects.toThrow(
      `S3 keeps ${bytes - 1} bytes of a-key, but ${bytes} were sent.`,
    );

    expect(await place.remains()).toEqual([]);
  });

  it('tells on the stream that a read was cut', async () => {
    await files.put('a-key', pieces(randomBytes(2 * MB)));
    s3.cutsReadsAt(MB);

    const stream = await files.read('a-key');
    let read = 0;
    stream.on('data', (piece: Buffer) => void (read += piece.length));
    const error = await new Promise((failed, ended) => stream.once('error', failed).once('end', () => ended(new Error('ended'))));

    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(read).toBeLessThanOrEqual(MB);
  });

  it('tells on the stream that S3 refuses a read, and not before somebody reads', async () => {
    s3.fails({ status: 403, times: 1 });
    const stream = await files.read('a-key');
    await new Promise((later) => setTimeout(later, 50));

    await expect(buffer(stream)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('lets go of a read that is not wanted any longer', async () => {
    await files.put('a-key', pieces(randomBytes(20 * MB)));

    for await (const piece of await files.read('a-key')) {
      expect(piece).toBeInstanceOf(Buffer);
      break;
    }

    expect((await content(files, 'a-key', 5, 7)).length).toBe(2);
  });

  it('reads nothing from an empty range, and does not ask S3', async () => {
    await files.put('a-key', pieces(Buffer.from('0123456789')));
    s3.requests.length = 0;

    expect(await content(files, 'a-key', 0, 0)).toHaveLength(0);
    expect(await content(files, 'a-key', 5, 5)).toHaveLength(0);
    expect(s3.requests).toEqual([]);
  });

  it('does not take a forbidden file for a missing one', async () => {
    s3.fails({ status: 403, times: 1 });

    await expect(files.size('a-key')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('lists all pages, and nothing of anybody else in the bucket', async () => {
    s3.pageSize = 2;
    const moment = new Date(Date.now() + hour);
    const unfinished: string[] = [];
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await files.put(key, pieces(Buffer.from(key)));
      unfinished.push(await place.cutOff('same'), await place.cutOff(key));
    }
    for (const key of ['x', 'some/folder', 'some/folder/', 'some/folder/deeper/x', 'some/folder2/x']) {
      s3.objects.set(key, { bytes: Buffer.from('not ours'), written: new Date(0) });
      if (key !== 'some/folder/') s3.begin(key);
    }

    expect(await listed(files.writtenBefore(moment))).toEqual(['a', 'b', 'c', 'd', 'e', ...unfinished].sort());
  });

  it('aborts an unfinished upload and leaves the file of the same key', async () => {
    await files.put('a-key', pieces(Buffer.from('whole')));
    const remains = await place.cutOff('a-key');

    await files.remove(remains);
    await files.remove(remains);

    expect(await place.remains()).toEqual(['some/folder/a-key']);
  });

  it.each(['s3://files', 's3://files/', 's3:///folder'])('does not start with %s, where it might tidy away what is not its own', (url) => {
    expect(() => new S3Files(url, s3.endpoint)).toThrow('expected the form s3://bucket/prefix');
  });
});
