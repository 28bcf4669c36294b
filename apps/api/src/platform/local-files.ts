import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from './file-store.js';

/** Files in a folder of this machine. A file is written beside its name and renamed when it is whole and on the disk. */
export class LocalFiles extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(key: string, content: Readable): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = this.at(`${key}.part`);
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

  async read(key: string, start = 0, end?: number): Promise<Readable> {
    if (end !== undefined && end <= start) return Readable.from([]);
    return createReadStream(this.at(key), { start, ...(end !== undefined && { end: end - 1 }), highWaterMark: 1 << 20 });
  }

  async size(key: string): Promise<number | undefined> {
    return (await stat(this.at(key)).catch(() => undefined))?.size;
  }

  async remove(key: string): Promise<void> {
    await rm(this.at(key), { force: true });
  }

  async *writtenBefore(moment: Date): AsyncIterable<string> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const found = await stat(this.at(name)).catch(() => undefined);
      if (found && found.mtime < moment) yield name;
    }
  }

  private readonly at = (name: string) => path.join(this.folder, name);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {}); // some file systems cannot
  await handle.close();
}
