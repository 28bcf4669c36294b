// Where and of what a measurement was taken.
import { execFileSync } from 'node:child_process';
import os from 'node:os';

function git(...args) {
  try {
    return execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return ''; // no git, or no repository
  }
}

/** One sentence: commit, processors, memory, versions. */
export async function machineOf(db) {
  const [{ version }] = (await db.query(`select current_setting('server_version') as version`)).rows;
  const commit = `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${git('status', '--porcelain', '--', ':!results') ? ' with changes' : ''}`;
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `Commit ${commit}; ${os.cpus().length} x ${os.cpus()[0].model.trim()}, ${memory} GiB; Node ${process.version}, PostgreSQL ${version}.`;
}
