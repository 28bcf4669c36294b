import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';

const file = path.join(import.meta.dirname ?? __dirname, 'invariants.sql');
const [, ...statements] = readFileSync(file, 'utf8').split('\n\n');

/** Throws with the rule that is broken and some of the offenders. The fault suite checks the same statements. */
export async function checkInvariants(db: Pick<DataSource, 'query'>): Promise<void> {
  for (const statement of statements) {
    const offenders = await db.query(statement);
    const [rule] = statement.split('\n');
    if (offenders.length) throw new Error(`broken: ${rule!.slice(3)}: ${JSON.stringify(offenders.slice(0, 5))} of ${offenders.length}`);
  }
}
