// The key that seals what webhooks keep secret, beside the embedded PostgreSQL and only readable by its owner.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The key in a folder; made when there is none. Whoever moves the data takes it along. */
export function sealingKey(folder) {
  const file = path.join(folder, 'webhook-sealing-key');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 }); // PostgreSQL's account must be able to pass
    const fresh = `${file}.new`; // renamed when it is whole
    fs.writeFileSync(fresh, randomBytes(32).toString('base64'), { mode: 0o600 });
    fs.renameSync(fresh, file);
  }
  return fs.readFileSync(file, 'utf8').trim();
}
