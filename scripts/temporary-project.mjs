// The whole project on stores of its own in a temporary folder, for measuring and for trying files: PostgreSQL with the
// settings of npm start, a free port, an admin key.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiClient } from './api-client.mjs';
import { Project } from './project.mjs';
import { freePort, serverSettings, startPostgres } from './services.mjs';

/** Ends with this process: `stop` is called on Ctrl-C too. */
export async function startTemporaryProject({ workers = 2, env = {} } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-'));
  fs.chmodSync(folder, 0o755); // the account that runs PostgreSQL must pass
  let postgres;
  let project;
  let stopped;
  const stop = () =>
    (stopped ??= (async () => {
      await project?.stop();
      await postgres?.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    })());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(130)));
  try {
    postgres = await startPostgres({ dir: path.join(folder, 'postgres'), settings: serverSettings });
    const key = randomBytes(24).toString('base64url');
    project = new Project({
      workers,
      stdout: 'ignore',
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
        DATA_DIR: path.join(folder, 'data'),
        PORT: String(await freePort()),
        ADMIN_API_KEY: key,
        WEBHOOK_SEALING_KEY: randomBytes(32).toString('base64'),
        ...env,
      },
    });
    const { url } = await project.start();
    return { url, key, api: new ApiClient(url, key), folder, postgres, project, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
