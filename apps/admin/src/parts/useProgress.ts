import { isFinished, type ImportStatus } from '@app/domain';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Identifier } from 'react-admin';
import { recordKey } from './recordKey';

/**
 * Follows an import, a bulk job or a replay as long as it goes on, and again when it is taken up again. Every message is the whole state
 * and becomes the record that all screens show, so a reload or a cut line loses nothing. Answers whether the line stands.
 */
export function useProgress(resource: string, { id, status }: { id: Identifier; status: ImportStatus }): boolean {
  const queryClient = useQueryClient();
  const [connected, setConnected] = useState(true);
  const goesOn = !isFinished({ status });

  useEffect(() => {
    if (!goesOn) return;
    let stream: EventSource;
    let again: ReturnType<typeof setTimeout>;
    let shown: string;

    const show = ({ data }: MessageEvent<string>) => {
      setConnected(true);
      if (data !== shown) queryClient.setQueryData(recordKey(resource, id), JSON.parse(data));
      shown = data;
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
  }, [queryClient, resource, id, goesOn]);

  return connected || !goesOn;
}
