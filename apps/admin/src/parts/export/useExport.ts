import { useRef, useState } from 'react';
import { HttpError } from 'react-admin';
import type { ListFilter } from '../selection';

/** `safe` keeps spreadsheets from taking cells for formulas, `raw` is every cell as it is, `ndjson` a JSON object per line. */
export type ExportKind = 'safe' | 'raw' | 'ndjson';

export type ExportState =
  | { step: 'ready' }
  | { step: 'running'; bytes: number; rows: number; total: number | undefined }
  | { step: 'saved'; bytes: number; rows: number; fileName: string }
  | { step: 'failed'; error: Error };

const lineFeed = 10;
const quote = 34;

/** Counts the rows of a file as it comes by: line ends outside of quotes, without the header. */
function rowCounter(kind: ExportKind): (bytes: Uint8Array) => number {
  let rows = kind === 'ndjson' ? 0 : -1;
  let isQuoted = false;
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] === lineFeed && !isQuoted) rows++;
      else if (bytes[at] === quote && kind !== 'ndjson') isQuoted = !isQuoted;
    }
    return Math.max(0, rows);
  };
}

/** Reads an export as it streams in, tells how far it has come, and saves it when it is whole; cancelling ends it on the server too. */
export function useExport(resource: string) {
  const [state, setState] = useState<ExportState>({ step: 'ready' });
  const abort = useRef<AbortController>(undefined);

  const start = async (filter: ListFilter, kind: ExportKind) => {
    const controller = (abort.current = new AbortController());
    const how: Record<string, string> = kind === 'ndjson' ? { format: 'ndjson' } : { format: 'csv', mode: kind };
    setState({ step: 'running', bytes: 0, rows: 0, total: undefined });
    try {
      const query = new URLSearchParams({ filter: JSON.stringify(filter), ...how });
      const response = await fetch(`/api/${resource}/export?${query}`, { signal: controller.signal });
      if (!response.ok) throw await problemOf(response);
      const total = Number(response.headers.get('X-Total-Count')) || undefined;
      const countRows = rowCounter(kind);
      let [bytes, rows, shownAt] = [0, 0, 0];
      const counting = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, next) {
          bytes += chunk.length;
          rows = countRows(chunk);
          if (performance.now() - shownAt > 100) {
            shownAt = performance.now();
            setState({ step: 'running', bytes, rows, total });
          }
          next.enqueue(chunk);
        },
      });
      const blob = await new Response(response.body!.pipeThrough(counting)).blob(); // the browser keeps it on disk when it is large
      const fileName = fileNameOf(response) ?? `${resource}.${how.format}`;
      save(blob, fileName);
      setState({ step: 'saved', bytes, rows, fileName });
    } catch (error) {
      if (controller.signal.aborted) setState({ step: 'ready' });
      else setState({ step: 'failed', error: error as Error });
    }
  };

  return { state, start, cancel: () => abort.current?.abort() };
}

async function problemOf(response: Response): Promise<Error> {
  const body = await response.json().catch(() => undefined);
  return new HttpError(body?.detail ?? response.statusText, response.status, body);
}

const fileNameOf = ({ headers }: Response) => /filename="?([^";]+)"?/.exec(headers.get('Content-Disposition') ?? '')?.[1];

function save(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // once the browser has taken it over
}
