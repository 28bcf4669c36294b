import { Problem, type ImportJob } from '@app/domain';
import { useEffect, useRef, useState } from 'react';
import { HttpError, useLogoutIfAccessDenied } from 'react-admin';

export type Upload = { sent: number; total: number; bytesPerSecond: number | null };
export type Failure = { code: string; message: string };

/** Sends a file to be imported. XMLHttpRequest, because only it tells how much has left the browser. */
export function useUpload(onAccepted: (importJob: ImportJob) => void) {
  const logoutIfAccessDenied = useLogoutIfAccessDenied();
  const request = useRef<XMLHttpRequest>(null);
  const [upload, setUpload] = useState<Upload>();
  const [failure, setFailure] = useState<Failure>();

  useEffect(() => () => request.current?.abort(), []);

  const start = (file: File) => {
    const xhr = new XMLHttpRequest();
    const startedAt = performance.now();
    const fail = (why: Failure) => {
      setUpload(undefined);
      setFailure(why);
    };

    xhr.upload.onprogress = ({ loaded, total }) => {
      const seconds = (performance.now() - startedAt) / 1000;
      setUpload({ sent: loaded, total, bytesPerSecond: seconds > 0.5 ? loaded / seconds : null });
    };
    xhr.onload = () => {
      if (xhr.status === 202) return onAccepted(JSON.parse(xhr.responseText));
      fail(failureOf(xhr));
      if (xhr.status === 401) logoutIfAccessDenied(new HttpError('Signed out', 401));
    };
    xhr.onerror = () => fail({ code: 'connection', message: 'The connection was cut before the file had arrived.' });
    xhr.onabort = () => setUpload(undefined);

    const form = new FormData();
    form.append('kind', 'products');
    form.append('file', file); // last: the server reads the fields before it takes the file
    xhr.open('POST', '/api/imports');
    xhr.send(form);
    request.current = xhr;
    setFailure(undefined);
    setUpload({ sent: 0, total: file.size, bytesPerSecond: null });
  };

  return { upload, failure, start, cancel: () => request.current?.abort(), forget: () => setFailure(undefined) };
}

function failureOf({ status, responseText }: XMLHttpRequest): Failure {
  try {
    const { code, message } = Problem.parse(JSON.parse(responseText));
    return { code, message };
  } catch {
    return { code: 'unavailable', message: `The server answered ${status} instead of taking the file.` };
  }
}
