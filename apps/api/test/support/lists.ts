import type { App } from './start-app.js';

type Http = Pick<App, 'http'>;

/** All rows of a list, by the addresses of the next page that its answers name. */
export async function walk({ http }: Http, path: string): Promise<object[]> {
  const { body, headers } = await http.get(path).expect(200);
  const next = /^<(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
  return next ? [...body, ...(await walk({ http }, next))] : body;
}

/** An export; its text with the mark that it may begin with. */
export async function fileOf({ http }: Http, path: string): Promise<{ headers: Record<string, string>; text: string }> {
  const { headers, body } = await http
    .get(path)
    .buffer(true)
    .parse((answer, done) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => done(null, Buffer.concat(pieces).toString()));
    })
    .expect(200);
  return { headers, text: body };
}

/** What an export has as JSON, line by line. */
export async function linesOf(app: Http, path: string): Promise<object[]> {
  const { text } = await fileOf(app, path);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
