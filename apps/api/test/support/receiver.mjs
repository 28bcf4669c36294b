// A real receiver of webhooks: keeps what came, says what the public library thinks of each signature, and misbehaves on command.
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';

/** Starts one on a free port. `path` is part of its address, for whoever has several webhooks there. */
export async function startReceiver({ host = '127.0.0.1', path = '/hook' } = {}) {
  const receiver = new Receiver();
  await new Promise((ready) => receiver.server.listen(0, host, ready));
  receiver.url = `http://${host}:${receiver.server.address().port}${path}`;
  return receiver;
}

class Receiver {
  url = '';
  /** Everything that came, in the order in which it came whole. */
  requests = [];
  /** Keys of its webhooks, as `whsec_…`. */
  secrets = [];
  /** How to answer: a status, an answer, a misbehaviour, or a function of the request that says so. */
  answer = 200;
  /** Requests under way, and the most there ever were. */
  underWay = 0;
  mostUnderWay = 0;
  #waiting = new Set();

  constructor() {
    this.server = http.createServer((req, res) => void this.#receive(req, res));
    this.server.keepAliveTimeout = 60_000;
  }

  async #receive(req, res) {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    res.once('close', () => this.underWay--);
    this.#look();
    const pieces = [];
    try {
      for await (const piece of req) pieces.push(piece);
    } catch {
      return; // the sender left
    }
    const bytes = Buffer.concat(pieces);
    const isPacked = req.headers['content-encoding'] === 'gzip';
    const body = (isPacked ? gunzipSync(bytes) : bytes).toString();
    const request = { at: Date.now(), path: req.url, id: req.headers['webhook-id'], headers: req.headers, bytes, body, json: jsonOf(body) };
    const answer = typeof this.answer === 'function' ? await this.answer(request) : this.answer;
    request.answer = answer;
    this.requests.push(request);
    this.#reply(req, res, answer);
    this.#look();
  }

  #look() {
    for (const look of this.#waiting) look();
  }

  #reply(req, res, answer) {
    if (answer === 'hang') return;
    if (answer === 'reset') return void req.socket.resetAndDestroy();
    if (answer === 'drip' || answer === 'endless') {
      res.writeHead(200, { 'content-type': 'text/plain' });
      const piece = answer === 'drip' ? 'x' : 'x'.repeat(65_536);
      const timer = setInterval(() => res.write(piece), answer === 'drip' ? 200 : 1);
      res.once('close', () => clearInterval(timer));
      return;
    }
    const { status = 200, headers = {}, body = 'ok', after } = typeof answer === 'number' ? { status: answer } : answer;
    const reply = () => res.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    if (after) setTimeout(reply, after);
    else reply();
  }

  /** All events that were accepted, in the order in which they came; repeats too. */
  get events() {
    return this.requests.filter(({ answer }) => isAccepted(answer)).flatMap(({ json }) => eventsOf(json));
  }

  /** Requests that the public library does not verify with any of the keys, with why. */
  unverified() {
    return this.requests.flatMap((request) => {
      const faults = this.secrets.map((secret) => faultOf(secret, request));
      return faults.length && faults.some((fault) => !fault) ? [] : [{ id: request.id, fault: faults[0] ?? 'no key' }];
    });
  }

  /** Resolves with what is asked for as soon as there is something; asks as each request begins and as it is answered. */
  until(what, ask, ms = 30_000) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = ask(this);
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited ${ms / 1000} s in vain for ${what}; ${this.requests.length} requests came`));
      }, ms);
      this.#waiting.add(look);
      look();
    });
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}

/** The events of a body, whatever its form. */
export const eventsOf = (json) => (json?.type === 'batch' ? json.data.items : json ? [json] : []);

const isAccepted = (answer) => {
  const status = typeof answer === 'object' ? (answer.status ?? 200) : answer;
  return typeof status === 'number' && status >= 200 && status < 300;
};

function faultOf(secret, { bytes, headers }) {
  try {
    new Webhook(secret).verify(bytes.toString(), headers);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
