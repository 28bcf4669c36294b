import type { ImportJob, ImportKindName } from '@app/domain';
import { useEffect, useRef, useState } from 'react';
import { HttpError, useLogoutIfAccessDenied } from 'react-admin';
import * as tus from 'tus-js-client';
import { httpClient } from '../../providers/httpClient';
import { speedometer } from './speedometer';
import { uploadIdentity } from './uploadIdentity';

export type Upload = { sent: number; total: number; bytesPerSecond: number | null; isCut: boolean };
export type Failure = { code: string; message: string };
export type Duplicate = { importId: number; importedAt: string; actor: string };

type Wish = { kind: ImportKindName; check: boolean; parentId?: number };

const partBytes = 8 * 1024 ** 2;
/** A lost line is tried again for an hour and a half, first soon, then every 10 seconds. */
const retryDelays = [500, 1_000, 2_000, 5_000, ...Array.from({ length: 540 }, () => 10_000)];

/**
 * Sends a file in parts (tus 1.0) and has it imported. A lost connection is mended by itself; after a reload the same file goes on
 * where it stopped.
 */
export function useUpload({ kind, check, parentId }: Wish, onAccepted: (importJob: ImportJob) => void) {
  const logoutIfAccessDenied = useLogoutIfAccessDenied();
  const current = useRef<tus.Upload>(null);
  const isSending = useRef(false);
  const [upload, setUpload] = useState<Upload>();
  const [failure, setFailure] = useState<Failure>();
  const [duplicate, setDuplicate] = useState<Duplicate>();

  useEffect(() => () => void current.current?.abort(), []);
  useEffect(() => {
    const goOn = () => {
      const sending = current.current;
      if (sending && isSending.current) void sending.abort().then(() => sending.start());
    };
    window.addEventListener('online', goOn); // at once, instead of after the next delay
    return () => window.removeEventListener('online', goOn);
  }, []);

  const fail = (why: Failure) => {
    setUpload(undefined);
    setFailure(why);
  };

  const start = async (file: File) => {
    const speedOf = speedometer();
    const sending = new tus.Upload(file, {
      endpoint: new URL('/api/uploads', location.href).href,
      metadata: uploadIdentity.of(file),
      chunkSize: partBytes,
      retryDelays,
      onProgress: (sent, total) => setUpload({ sent, total, bytesPerSecond: speedOf(sent), isCut: false }),
      onShouldRetry: ({ originalResponse }) => {
        const status = originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
        if (again) setUpload((before) => before && { ...before, bytesPerSecond: null, isCut: true });
        return again;
      },
      onError: (error) => {
        const { code, message } = failureOf(error);
        isSending.current = false;
        fail({ code, message });
        if (code === 'unauthenticated') void logoutIfAccessDenied(new HttpError(message, 401));
      },
      onSuccess: () => {
        isSending.current = false;
        void accept('refuse');
      },
    });
    current.current = sending;
    setFailure(undefined);
    setDuplicate(undefined);
    setUpload({ sent: 0, total: file.size, bytesPerSecond: null, isCut: false });
    const [begun] = await sending.findPreviousUploads();
    if (begun) sending.resumeFromPreviousUpload(begun);
    isSending.current = true;
    sending.start();
  };

  const accept = async (duplicates: 'refuse' | 'allow') => {
    const sent = current.current!;
    const file = sent.file as File;
    setDuplicate(undefined);
    setUpload({ sent: file.size, total: file.size, bytesPerSecond: null, isCut: false });
    try {
      const body = { uploadId: sent.url!.split('/').pop(), fileName: file.name, kind, check, duplicates, parentId };
      const { json } = await httpClient('/api/imports', { method: 'POST', body: JSON.stringify(body) });
      await forgetUploads(sent);
      onAccepted(json);
    } catch (error) {
      const { status, message, body } = error as HttpError;
      setUpload(undefined);
      if (body?.code === 'duplicate_file') return setDuplicate(body as Duplicate);
      if (status >= 400 && status < 500) await forgetUploads(sent);
      if (!(await logoutIfAccessDenied(error))) fail({ code: body?.code ?? 'connection', message });
    }
  };

  const cancel = () => {
    isSending.current = false;
    void current.current?.abort(true).catch(() => undefined); // what the server keeps of it is swept after a day
    setUpload(undefined);
  };

  const forget = () => {
    setFailure(undefined);
    if (duplicate) cancel();
    setDuplicate(undefined);
  };

  return { upload, failure, duplicate, start, cancel, accept, forget };
}

/** The protocol itself answers in plain text. */
const codes: Record<number, string> = { 401: 'unauthenticated', 403: 'forbidden', 413: 'too_large', 415: 'not_a_csv' };

/** What has become an import, or cannot become one, is not gone on with after a reload. */
async function forgetUploads(sent: tus.Upload): Promise<void> {
  for (const { urlStorageKey } of await sent.findPreviousUploads()) await tus.defaultOptions.urlStorage.removeUpload(urlStorageKey);
}

function failureOf(error: Error | tus.DetailedError): Failure {
  const response = error instanceof tus.DetailedError ? error.originalResponse : null;
  if (!response) return { code: 'connection', message: 'The connection was lost before the file had arrived.' };
  try {
    const { code, message } = JSON.parse(response.getBody());
    return { code, message };
  } catch {
    const code = codes[response.getStatus()] ?? 'unavailable';
    return { code, message: response.getBody() || `The server answered ${response.getStatus()} instead of taking the file.` };
  }
}
