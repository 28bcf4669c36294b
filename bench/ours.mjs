// One import through the project, from the first byte of the upload to the end of the import, and the proof that it did its work.

/** Seconds of each part of the way, told by the upload and by the progress events. */
export async function importByProject(api, file, fields) {
  const started = performance.now();
  const { status, body, sentMs, answeredMs } = await api.upload(file, fields);
  if (status !== 202) throw new Error(`POST /api/imports: ${status} ${JSON.stringify(body)}`);
  const followed = performance.now();
  const { last, states } = await api.follow(body.id);
  const seconds = (performance.now() - started) / 1000;
  if (last.status !== 'completed') throw new Error(`import ${body.id}: ${last.status} ${JSON.stringify(last.failure)}`);
  const gap = followed - started - answeredMs;
  return {
    seconds,
    upload: sentMs / 1000,
    answer: (answeredMs - sentMs) / 1000,
    firstProgress: ((states[0]?.ms ?? 0) + gap) / 1000,
    eventsPerSecond: states.length > 1 ? ((states.length - 1) * 1000) / (states.at(-1).ms - states[0].ms) : 0,
    phases: last.phaseSeconds,
    last,
  };
}

/** A check of the file, given up afterwards: seconds in all, and of the comparison itself, which comes after staging. */
export async function checkByProject(api, file) {
  const started = performance.now();
  const { status, body } = await api.upload(file, { check: true });
  if (status !== 202) throw new Error(`POST /api/imports: ${status} ${JSON.stringify(body)}`);
  const { last: checked } = await api.follow(body.id);
  if (checked.status !== 'awaiting_confirmation') throw new Error(`check ${body.id}: ${checked.status} ${JSON.stringify(checked.failure)}`);
  const seconds = (performance.now() - started) / 1000;
  await api.post(`/imports/${body.id}/cancel`);
  return { id: body.id, seconds, comparing: checked.phaseSeconds.comparing, check: checked.check };
}

/** Puts the catalogue back to what it was before an import. */
export async function undoByProject(api, id) {
  const started = performance.now();
  const { status, body } = await api.post(`/imports/${id}/revert`);
  if (status !== 202) throw new Error(`revert of ${id}: ${status} ${JSON.stringify(body)}`);
  const { last } = await api.follow(id);
  return { seconds: (performance.now() - started) / 1000, revert: last.revert };
}

/** How many rows, and a number that changes when any of them is written, even with the same values. Reads the whole table. */
export async function physicalState(db, table) {
  const { rows } = await db.query(
    `select count(*)::int as count, coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)), 0)::text as written from ${table}`,
  );
  return rows[0];
}

export const told = async (db) =>
  Number((await db.query(`select coalesce(sum(n_items), 0) as n from outbox where type like 'product.%'`)).rows[0].n);

export const versions = async (db) => Number((await db.query('select count(*) as n from product_versions')).rows[0].n);

/** Waits until the search index has taken in every change; the seconds that took. */
export async function searchCaughtUp(db) {
  const from = performance.now();
  const behind = `select exists (select from outbox where indexed_at is null and type like 'product.%') as behind`;
  while ((await db.query(behind)).rows[0].behind) await new Promise((go) => setTimeout(go, 250));
  return (performance.now() - from) / 1000;
}

/** Empties everything that imports fill, whatever tables there are, and keeps accounts and migrations. */
export async function emptyTables(db) {
  const { rows } = await db.query(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname = 'public' and tablename !~ '(migration|users|sessions|api_keys|audit|base_|outbox_head|search_alive)'`);
  for (;;) {
    try {
      await db.query(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity`);
      return await db.query('update outbox_head set head = 0');
    } catch (error) {
      if (error.code !== '40P01') throw error; // the project's timers read some of these tables in another order
    }
  }
}
