export type ServerEvent = { id?: string; type?: string; data?: unknown; comment?: string; at: number };

/** All events of a stream to its end, read as a browser reads them (HTML standard, 9.2.6). `seen` becomes Last-Event-ID. */
export async function follow(
  url: string,
  key: string,
  { seen, until }: { seen?: string; until?: (event: ServerEvent) => boolean } = {},
): Promise<ServerEvent[]> {
  const leave = new AbortController();
  const headers = { Authorization: `Bearer ${key}`, Accept: 'text/event-stream', ...(seen !== undefined && { 'Last-Event-ID': seen }) };
  const response = await fetch(url, { headers, signal: leave.signal });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  const events: ServerEvent[] = [];
  let text = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parsed(text.slice(0, end));
      text = text.slice(end + 2);
      if (!event) continue;
      events.push(event);
      if (until?.(event)) {
        leave.abort();
        return events;
      }
    }
  }
  return events;
}

function parsed(block: string): ServerEvent | undefined {
  const event: ServerEvent = { at: Date.now() };
  for (const line of block.split('\n')) {
    const [, field, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event.type = value;
    if (field === 'id') event.id = value;
    if (field === 'data') event.data = JSON.parse(value!);
    if (field === '' && line.startsWith(':')) event.comment = value;
  }
  return Object.keys(event).length > 1 ? event : undefined;
}
