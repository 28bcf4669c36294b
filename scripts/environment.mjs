// What can be said before anything is started: wrong variables, a port in use, a store that does not answer.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const config = path.resolve(import.meta.dirname, '../dist/apps/api/src/platform/config.js');

/** The checked environment; without DATABASE_URL that and WEBHOOK_SEALING_KEY stay undefined when they are unset. Otherwise throws one sentence for a person. */
export async function checkEnvironment(variables = process.env) {
  if (!fs.existsSync(config)) throw new Error('There is no build yet: npm run build');
  const { readEnv } = await import(config);
  const embedded = !variables.DATABASE_URL;
  const placeholders = { DATABASE_URL: 'postgres://embedded/app', WEBHOOK_SEALING_KEY: Buffer.alloc(32).toString('base64') };
  const missing = embedded ? Object.keys(placeholders).filter((name) => !variables[name]) : [];
  const env = readEnv({ ...variables, ...Object.fromEntries(missing.map((name) => [name, placeholders[name]])) });
  for (const name of missing) env[name] = undefined;
  await checkPort(env.HOST, env.PORT);
  if (env.DATABASE_URL) await checkDatabase(env.DATABASE_URL);
  if (env.REDIS_URL) await checkRedis(env.REDIS_URL);
  return env;
}

const listenSentences = {
  EADDRINUSE: (host, port) => `PORT: ${host}:${port} is in use, perhaps by another Product Importer; stop that or set PORT to a free port`,
  EACCES: (host, port) => `PORT: no permission to listen on ${port}; ports above 1023 need none`,
  EADDRNOTAVAIL: (host) => `HOST: ${host} is not an address of this machine; expected 127.0.0.1, 0.0.0.0 or one of its addresses`,
  ENOTFOUND: (host) => `HOST: ${host} is not known; expected an address of this machine such as 127.0.0.1`,
};

/** Tried for two seconds: an api whose supervisor was killed a moment ago may be about to end. */
async function checkPort(host, port, until = Date.now() + 2_000) {
  const error = await new Promise((resolve) => {
    const server = net.createServer().once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve()));
  });
  if (!error) return;
  if (error.code !== 'EADDRINUSE' || Date.now() > until)
    throw new Error(listenSentences[error.code]?.(host, port) ?? `PORT: ${error.message}`);
  await sleep(200);
  await checkPort(host, port, until);
}

/** A refused connection to "localhost" is an AggregateError without a message of its own. */
const reasonOf = ({ message, errors, code }) => message || errors?.map((e) => e.message).join('; ') || code;

async function checkDatabase(url) {
  const { hostname, port, pathname } = new URL(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`DATABASE_URL: cannot use the database at ${hostname}:${port || 5432}${pathname}: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Only that something listens: what the processes then say to it is theirs. */
async function checkRedis(url) {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  const at = Number(port || 6379);
  await new Promise((resolve, reject) => {
    const socket = net.connect({ host, port: at, timeout: 5_000 }, () => (socket.destroy(), resolve()));
    const refuse = (reason) => (socket.destroy(), reject(new Error(`REDIS_URL: cannot reach Redis at ${host}:${at}: ${reason}`)));
    socket.once('timeout', () => refuse('no answer within 5 seconds')).once('error', (error) => refuse(reasonOf(error)));
  });
}
