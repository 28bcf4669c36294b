import { useEffect, useState } from 'react';
import * as tus from 'tus-js-client';
import { uploadIdentity } from './uploadIdentity';

export type InterruptedUpload = { key: string; url: string; name: string; size: number; lastModified: number; arrived: number };

const { urlStorage } = tus.defaultOptions;

/** Uploads that this browser began and did not end, as far as the server still has them. */
export function useInterruptedUploads() {
  const [uploads, setUploads] = useState<InterruptedUpload[]>([]);

  useEffect(() => {
    let gone = false;
    void readInterrupted().then((found) => !gone && setUploads(found));
    return () => void (gone = true);
  }, []);

  const forget = (upload: InterruptedUpload) => {
    setUploads((before) => before.filter((one) => one !== upload));
    void urlStorage.removeUpload(upload.key);
    // Whatever cannot be deleted now is swept by the server after a day.
    void tus.Upload.terminate(upload.url).catch(() => undefined);
  };
  return { uploads, forget };
}

export const isSameFile = (upload: InterruptedUpload, { name, size, lastModified }: File) =>
  upload.name === name && upload.size === size && upload.lastModified === lastModified;

async function readInterrupted(): Promise<InterruptedUpload[]> {
  const kept = await urlStorage.findAllUploads();
  const found = await Promise.all(
    kept.map(async ({ urlStorageKey: key, uploadUrl: url, size, metadata }) => {
      const arrived = url ? await bytesArrived(url) : undefined;
      if (arrived !== undefined) return [{ key, url: url!, ...uploadIdentity.read(metadata), size: size ?? 0, arrived }];
      await urlStorage.removeUpload(key);
      return [];
    }),
  );
  return found.flat();
}

/** Undefined when the server no longer has the upload. */
async function bytesArrived(url: string): Promise<number | undefined> {
  const { ok, headers } = await fetch(url, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } });
  return ok ? Number(headers.get('Upload-Offset')) : undefined;
}
