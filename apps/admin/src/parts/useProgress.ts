import { isFinished, type ImportStatus } from '@app/domain';
import { useEffect, useState } from 'react';
import type { Identifier } from 'react-admin';

export type Followed<T> = { state: T; connected: boolean };

/**
 * Follows an import from `first` to its end. Every message is the whole state, so a reload or a cut line loses nothing.
 * A finished one is not followed: its state is `first`.
 */
export function useProgress<T extends { id: Identifier; status: ImportStatus }>(resource: 'imports' | 'bulk-jobs', first: T): Followed<T> {
  const [latest, setLatest] = useState<T>();
  const [connected, setConnected] = useState(true);
  const { id } = first;
  const goesOn = !isFinished(first);

  useEffect(() => {
    if (!goesOn) return;
    let stream: EventSource;
    let again: ReturnType<typeof setTimeout>;

    const show = ({ data }: MessageEvent<string>) => {
      setConnected(true);
      setLatest(JSON.parse(data));
    };
    const connect = () => {
      stream = new EventSource(`/api/${resource}/${id}/progress`);
      stream.addEventListener('progress', show);
      stream.addEventListener('done', (last) => {
        show(last);
        stream.close(); // or the browser would connect again
      });
      stream.addEventListener('error', () => {
        setConnected(false);
        // A cut line is mended by the browser; after an answer such as 503 it gives up.
        if (stream.readyState === EventSource.CLOSED) again = setTimeout(connect, 3_000);
      });
    };
    connect();
    return () => {
      clearTimeout(again);
      stream.close();
    };
  }, [resource, id, goesOn]);

  return { state: goesOn && latest?.id === id ? latest : first, connected };
}
