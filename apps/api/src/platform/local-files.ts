import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore, Overtaken, type Growth } from './file-store.js';

const stretch = 8 << 20; // so much of a file that grows is lost at most when the machine dies

/** Files in a folder of this machine. A file is written beside its name and renamed when it is whole and on the disk. */
export class LocalFiles extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(key: string, content: Readable): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = this.part(key);
    const file = await open(part, 'wx', 0o600);
    try {
      await pipeline(content, file.createWriteStream({ flush: true })); // closes the file too; a handle that a stream still holds never closes
      await rename(part, this.at(key));
      await syncFolder(this.folder);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async grow(key: string, from: Growth, content: Readable, keep: (growth: Growth) => Promise<boolean>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(this.part(key), constants.O_RDWR | constants.O_CREAT, 0o600);
    let { bytes } = from;
    let [kept, written] = [bytes, 0];
    const secure = async () => {
      if (bytes === kept) return;
      await file.datasync();
      if (!(await keep({ bytes }))) throw new Overtaken();
      kept = bytes;
    };
    try {
      if ((await file.stat()).size < bytes) throw new Error(`Of ${key} less than ${bytes} bytes are left.`);
      for await (const piece of content as AsyncIterable<Buffer>) {
        for (let left = piece; left.length; left = left.subarray(written)) {
          written = (await file.write(left, 0, left.length, bytes)).bytesWritten;
          bytes += written;
        }
        if (bytes - kept >= stretch) await secure();
      }
    } finally {
      await secure().finally(() => file.close());
    }
  }

  async finish(key: string, { bytes }: Growth): Promise<void> {
    if ((await this.size(key)) === bytes) return;
    try {
      await truncate(this.part(key), bytes); // a request that was overtaken may have written on
      await rename(this.part(key), this.at(key));
    } catch (error) {
      if ((await this.size(key)) !== bytes) throw error; // another call was faster
    }
    await syncFolder(this.folder);
  }

  async read(key: string, start = 0, end?: number): Promise<Readable> {
    if (end !== undefined && end <= start) return Readable.from([]);
    return createReadStream(this.at(key), { start, ...(end !== undefined && { end: end - 1 }), highWaterMark: 1 << 20 });
  }

  async size(key: string): Promise<number | undefined> {
    return (await stat(this.at(key)).catch(() => undefined))?.size;
  }

  async remove(key: string, growth?: Growth): Promise<void> {
    await rm(this.at(key), { force: true });
    if (growth) await rm(this.part(key), { force: true });
  }

  async *writtenBefore(moment: Date): AsyncIterable<string> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const found = await stat(this.at(name)).catch(() => undefined);
      if (found && found.mtime < moment) yield name;
    }
  }

  keyOf(name: string): string {
    return name.replace(/\.part$/, '');
  }

  private readonly part = (key: string) => this.at(`${key}.part`);
  private readonly at = (name: string) => path.join(this.folder, name);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {}); // some file systems cannot
  await handle.close();
}
