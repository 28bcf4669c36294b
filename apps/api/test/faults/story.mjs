// One case from its start to its verdict: files that are sent, and what must have come of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { hostileCatalogue, randomOf } from './hostile-catalogue.mjs';
import { importInto } from './reference-importer.mjs';
import { until } from './system.mjs';

const [, ...invariants] = readFileSync(path.resolve(import.meta.dirname, '../support/invariants.sql'), 'utf8').split('\n\n');
const letters = { c: 'created', u: 'updated', n: 'unchanged' };

export class Story {
  /** What the catalogue must be by now: key → product, as the reference importer has it. */
  catalogue = new Map();
  #edition = 0;

  constructor(system, seed) {
    this.system = system;
    this.seed = seed;
    this.random = randomOf(seed);
  }

  /** The next file of this story: other rows of the same products. */
  file(options) {
    return hostileCatalogue(this.seed * 1_000 + this.#edition++, options);
  }

  /** Imports a file that nothing disturbs, and judges. */
  async calmImport(options) {
    const file = this.file(options);
    await this.judge([[await this.system.send(file), file]]);
  }

  /**
   * Waits for the end of imports, in the order in which they were accepted, and compares everything that one can know of them
   * with the reference: counts, outcomes, row errors, then the catalogue and what must never be found.
   */
  async judge(imports) {
    for (const [id, file] of imports) await this.compare(await this.system.ended(id), file);
    await this.judgeCatalogue();
  }

  /** An import that has ended against what the reference says of its file. */
  async compare(importJob, file) {
    const { id, status } = importJob;
    const applied = status === 'completed' ? undefined : await this.appliedKeys(id);
    const expected = importInto(this.catalogue, file, applied);
    if (expected.failure) {
      assert.deepEqual({ status, failure: importJob.failure?.code }, { status: 'failed', failure: expected.failure }, `import ${id}`);
      return;
    }
    const told = Object.fromEntries(Object.keys(expected.counts).map((name) => [name, importJob[name]]));
    if (status === 'cancelled') {
      for (const name of ['created', 'updated', 'unchanged']) assert.equal(told[name], expected.counts[name], `${name} of import ${id}`);
      return;
    }
    assert.equal(status, 'completed', `import ${id}: ${JSON.stringify(importJob.failure)}`);
    assert.deepEqual(told, expected.counts, `counts of import ${id}`);
    assert.equal(importJob.blankLines, expected.blankLines, `blank lines of import ${id}`);

    const errors = await this.system.rows(
      `select row_no as "rowNo", line, "column", code from row_errors where import_id = $1 and severity = 'error'`,
      [id],
    );
    assert.deepEqual(errors.map(asText).sort(), expected.errors.map(asText).sort(), `row errors of import ${id}`);
    const chunks = await this.system.rows(`select row_nos, outcomes from chunks where actor = $1 and outcomes is not null`, [
      `import:${id}`,
    ]);
    for (const { row_nos, outcomes } of chunks)
      for (const [i, rowNo] of row_nos.entries())
        assert.equal(letters[outcomes[i]], expected.outcomes[rowNo - 1], `row ${rowNo} of import ${id}`);
  }

  /** Every product with every field and its version, and nothing else; then the invariants. */
  async judgeCatalogue() {
    const stored = await this.system.rows('select sku_key, sku, name, description, active, version from products');
    const wrong = stored.filter(({ sku_key, ...product }) => {
      const expected = this.catalogue.get(sku_key);
      return !expected || Object.entries(product).some(([field, value]) => expected[field] !== value);
    });
    const example = wrong[0] && `${JSON.stringify(wrong[0])} instead of ${JSON.stringify(this.catalogue.get(wrong[0].sku_key))}`;
    assert.equal(wrong.length, 0, `${wrong.length} products are not what they should be: ${example}`);
    assert.equal(stored.length, this.catalogue.size, 'number of products');
    await this.judgeInvariants();
  }

  async judgeInvariants() {
    for (const statement of invariants) {
      const offenders = await this.system.rows(statement);
      assert.equal(offenders.length, 0, `broken: ${statement.split('\n')[0].slice(3)}: ${JSON.stringify(offenders.slice(0, 3))}`);
    }
    await this.judgeStaging();
  }

  /** What a worker could not drop the next one drops as it starts. */
  async judgeStaging() {
    const left = async () =>
      (
        await this.system.rows(`select from pg_tables t where schemaname = 'staging' and substring(tablename from '_(\\d+)_')::bigint not in
                                 (select id from imports where finished_at is null)`)
      ).length;
    if (!(await left())) return;
    await this.system.worker();
    await until('staging tables of ended imports are dropped', async () => !(await left()));
  }

  /** The same file once more: nothing may be new to anybody. */
  async judgeTwice(file) {
    const before = await this.system.rows(
      `select (select count(*) from outbox where type like 'product.%') as events, (select count(*) from product_versions) as versions`,
    );
    const last = await this.system.ended(await this.system.send(file));
    assert.deepEqual(
      { status: last.status, created: last.created, updated: last.updated },
      { status: 'completed', created: 0, updated: 0 },
    );
    const after = await this.system.rows(
      `select (select count(*) from outbox where type like 'product.%') as events, (select count(*) from product_versions) as versions`,
    );
    assert.deepEqual(after, before, 'the same file again');
  }

  /** Which keys an import that did not complete has written: whole chunks. */
  async appliedKeys(id) {
    const chunks = await this.system.rows(`select first_key, last_key from chunks where actor = $1 and applied_at is not null`, [
      `import:${id}`,
    ]);
    const ranges = chunks.map(({ first_key, last_key }) => [Buffer.from(first_key), Buffer.from(last_key)]);
    return (key) => ranges.some(([first, last]) => first.compare(Buffer.from(key)) <= 0 && last.compare(Buffer.from(key)) >= 0);
  }

  /** The stored file of an import is what was sent. */
  async judgeFile(id, file) {
    const [{ file_key, sha256 }] = await this.system.rows('select file_key, sha256 from imports where id = $1', [id]);
    const stored = readFileSync(this.system.storedFile(file_key));
    assert.equal(sha256, sha256Of(file), `SHA-256 of import ${id}`);
    assert.equal(sha256Of(stored), sha256, `the stored file of import ${id}`);
  }
}

const asText = ({ rowNo, line, column, code }) => `row ${String(rowNo).padStart(7)}, line ${line}, ${column}: ${code}`;
const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A number that changes when any product is written, even with the same values. */
export async function physicalState(system) {
  const [{ state }] = await system.rows(
    `select count(*) || ' ' || coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0) as state from products`,
  );
  return state;
}

export { assert };
