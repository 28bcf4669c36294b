// The page of one bench run.
import { table } from './table.mjs';

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const titles = { first: 'first import', identical: 'identical re-import', changed: 're-import, every row changed' };
const of = (runs, key) => median(runs.map((run) => run[key]));
export function reportOf({ rows, runs, bytes, results, checks, undos, peaks, postgresMb, machine, collation, settings }) {
  const measured = Object.entries(results);
  const times = measured.map(([name, { ours, baseline }]) => {
    const [a, b] = [of(ours, 'seconds'), of(baseline, 'seconds')];
    return [
      titles[name],
      a.toFixed(2),
      b.toFixed(2),
      (a / b).toFixed(2),
      Math.round(rows / a).toLocaleString('en'),
      each(ours),
      each(baseline),
    ];
  });
  const parts = measured.map(([name, { ours }]) => [
    titles[name],
    of(ours, 'upload').toFixed(2),
    of(ours, 'answer').toFixed(3),
    of(ours, 'firstProgress').toFixed(3),
    of(ours, 'eventsPerSecond').toFixed(1),
    phases(ours),
    of(ours, 'search').toFixed(0),
  ]);
  const wal = measured.map(([name, { ours, baseline }]) => [titles[name], Math.round(of(ours, 'wal')), Math.round(of(baseline, 'wal'))]);
  return `# Import of ${rows.toLocaleString('en')} rows (${(bytes / 1e6).toFixed(1)} MB), ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${machine} ${runs} runs, project and baseline alternating on one server; medians, seconds.
Project: from the first byte of the HTTP upload to the last progress event; api and 2 workers, queue in PostgreSQL.
Baseline: COPY into a temporary table, then \`insert … select distinct on (lower(sku)) … on conflict (lower(sku)) do update\`; unique
index in the database's collation (${collation}); default work_mem. It checks no row, keeps no old version and tells nobody.
The search index follows when an import has ended, or before, when somebody searches; here nobody does.
Every import was checked: counts, events, kept versions; the identical one wrote no product row and no event.

${table(['case', 'project', 'baseline', 'ratio', 'rows/s', 'project, each run', 'baseline, each run'], times)}

${table(['parts of the project’s time', 'upload', 'last byte → 202', '202 → first progress', 'progress events/s', 'phases', 'after it: search index'], parts)}

${table(['WAL, MB', 'project', 'baseline'], wal)}

${checks.length ? `Check of the same file against the catalogue full of it: ${each(checks)} s from the upload on, of which the comparison, after staging, ${checks.map(({ comparing }) => comparing.toFixed(2)).join(' ')} s.\nUndo of the import that changed every row: ${each(undos)} s.\n\n` : ''}Peak memory: ${peaks.map(({ name, mb }) => `${name} ${mb} MB`).join(', ')}; PostgreSQL ${postgresMb} MB in all its processes, plus ${settings.shared_buffers} shared buffers.
Server: ${Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}; fsync and full_page_writes on.
`;
}

const each = (runs) => runs.map(({ seconds }) => seconds.toFixed(2)).join(' ');

function phases(runs) {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run.phases)))].filter((name) => name !== 'uploading');
  return names.map((name) => `${name} ${median(runs.map((run) => run.phases[name] ?? 0)).toFixed(1)}`).join(', ');
}
