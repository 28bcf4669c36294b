// The HTTP API as the bench and the corpus use it: an upload that streams, progress to its end, a catalogue made empty.
import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const finished = new Set(['completed', 'failed', 'cancelled', 'reverted', 'awaiting_mapping', 'awaiting_confirmation']);

export class ApiClient {
  constructor(url, key) {
    this.url = url.replace(/\/$/, '');
    this.headers = { authorization: `Bearer ${key}` };
  }

  async get(route) {
    const answer = await fetch(`${this.url}/api${route}`, { headers: this.headers });
    return { status: answer.status, headers: answer.headers, body: await bodyOf(answer) };
  }

  async post(route, json) {
    const answer = await fetch(`${this.url}/api${route}`, {
      method: 'POST',
      headers: { ...this.headers, ...(json && { 'content-type': 'application/json' }) },
      body: json && JSON.stringify(json),
    });
    return { status: answer.status, headers: answer.headers, body: await bodyOf(answer) };
  }

  async delete(route) {
    const answer = await fetch(`${this.url}/api${route}`, { method: 'DELETE', headers: this.headers });
    return { status: answer.status, headers: answer.headers, body: await bodyOf(answer) };
  }

  /**
   * Streams a file as the last field of a form. `sentMs` and `answeredMs` count from the request's start.
   * @returns {Promise<{ status: number, body: any, sentMs: number, answeredMs: number }>}
   */
  async upload(file, fields = {}) {
    const boundary = randomBytes(16).toString('hex');
    const field = ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head =
      Object.entries(fields).map(field).join('') +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${path.basename(file)}"\r\ncontent-type: text/csv\r\n\r\n`;
    const tail = `\r\n--${boundary}--\r\n`;
    const length = Buffer.byteLength(head) + statSync(file).size + Buffer.byteLength(tail);
    const started = performance.now();
    let sentMs = 0;
    const request = http.request(`${this.url}/api/imports`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': length },
    });
    const answer = new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));
    request.write(head);
    const sent = pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), request, { end: false })
      .then(() => new Promise((resolve) => request.end(tail, resolve)))
      .then(() => (sentMs = performance.now() - started))
      .catch(() => {}); // refused before the end: the answer says why
    const response = await answer;
    const answeredMs = performance.now() - started;
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    if (response.statusCode === 202) await sent;
    return { status: response.statusCode, body: parse(text), sentMs, answeredMs };
  }

  /** Follows an import, or a bulk job, by server-sent events to its end, or to where it waits for a person; every state with its time. */
  async follow(id, resource = 'imports') {
    const states = [];
    const started = performance.now();
    const route = `/api/${resource}/${id}/progress`;
    const answer = await fetch(`${this.url}${route}`, { headers: { ...this.headers, accept: 'text/event-stream' } });
    if (!answer.ok) throw new Error(`GET ${route}: ${answer.status} ${await answer.text()}`);
    let text = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = /^data: ?(.*)$/m.exec(event)?.[1];
        if (!data) continue; // a heartbeat
        const state = JSON.parse(data);
        states.push({ ms: performance.now() - started, done: /^event: ?done$/m.test(event), state });
        if (finished.has(state.status)) return { last: state, states };
      }
    }
    throw new Error(`${route} ended without a last event, at ${JSON.stringify(states.at(-1)?.state)}`);
  }

  /** Deletes every product, as a person would: asks for the count, confirms it, waits for the job. */
  async emptyCatalogue() {
    const asked = await this.delete('/products');
    const count = asked.body?.count ?? asked.body?.errors?.[0]?.count;
    if (asked.status !== 422 || count === undefined) throw new Error(`DELETE /api/products: ${asked.status} ${JSON.stringify(asked.body)}`);
    if (count === 0) return;
    const { status, body } = await this.delete(`/products?confirm=${count}`);
    if (status !== 202) throw new Error(`DELETE /api/products?confirm=${count}: ${status} ${JSON.stringify(body)}`);
    for (let job = body; job.status !== 'completed'; job = (await this.get(`/bulk-jobs/${body.id}`)).body) {
      if (['failed', 'cancelled'].includes(job.status)) throw new Error(`bulk job ${body.id}: ${job.status}`);
      await sleep(100);
    }
  }
}

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
const bodyOf = async (answer) => parse(await answer.text());
