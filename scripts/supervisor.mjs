// npm start and npm run dev: stores, migrations, api and workers, in one terminal and with one clean stop.
import path from 'node:path';
import { checkEnvironment } from './environment.mjs';
import { Project } from './project.mjs';
import { sealingKey } from './sealing-key.mjs';
import { serverSettings, startPostgres } from './services.mjs';

/** Aborts when somebody wants an end: Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that started us. */
export function stopSignal() {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid; // SIGTERM to npm reaches only the shell between: notice that it is gone
    setInterval(() => process.ppid === parent || stop.abort(), 500).unref();
  }
  return stop.signal;
}

export function readyLine({ url, login }) {
  const secret = login?.password ? ` with the password ${login.password} (shown once)` : '';
  return `Product Importer is ready: ${url} · sign in as ${login?.email}${secret}`;
}

/**
 * Runs the whole system until `stop`. A start that cannot succeed is refused in one line with exit code 1.
 * `untilEnd` gets the running project and resolves when its time is over; npm run dev starts it anew after a change.
 */
export async function supervise({ stop = stopSignal(), untilEnd = (project) => project.ended } = {}) {
  process.chdir(path.resolve(import.meta.dirname, '..')); // what npm does too; DATA_DIR counts from here
  let postgres;
  let project;
  try {
    const env = await checkEnvironment();
    if (stop.aborted) return;
    if (!env.DATABASE_URL) postgres = await startPostgres({ dir: path.join(env.DATA_DIR, 'postgres'), settings: serverSettings });
    if (stop.aborted) return;
    const DATABASE_URL = env.DATABASE_URL ?? postgres.url;
    const WEBHOOK_SEALING_KEY = env.WEBHOOK_SEALING_KEY ?? sealingKey(env.DATA_DIR);
    project = new Project({ env: { ...process.env, DATABASE_URL, WEBHOOK_SEALING_KEY }, workers: env.WORKERS });
    stop.addEventListener('abort', () => project.stop());
    console.log(readyLine(await project.start()));
    await untilEnd(project);
    if (!stop.aborted) throw new Error('The api has ended, so everything ends');
  } catch (error) {
    if (stop.aborted) return;
    if (error.message) console.error(error.message);
    process.exitCode = 1;
  } finally {
    await project?.stop();
    await postgres?.stop();
  }
}
