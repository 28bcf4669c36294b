import { buffer } from 'node:stream/consumers';
import type { EntityManager } from 'typeorm';
import {
  delimiters,
  headerKey,
  isGuarded,
  resultFiles,
  unsafe,
  type ImportKindName,
  type ImportSettings,
  type ImportStatus,
} from '@app/domain';
import type { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import { parseRecords } from './parse-records.js';
import { ownColumns } from './result-lines.js';

const headerBytes = 256 * 1024;

/** An import whose rows come once more, repaired, and how it was read. */
export type Parent = {
  id: number;
  kind: ImportKindName;
  status: ImportStatus;
  fileName: string;
  asked: ImportSettings;
  /** Null: it ended before it knew its columns. */
  dialect: Dialect | null;
  hasHeader: boolean;
};

export async function findParent(db: EntityManager, id: number): Promise<Parent | undefined> {
  const [found] = await db.query(
    `select id, kind, status, file_name as "fileName", asked, dialect,
            not coalesce(asked -> 'header' = 'false', false) and not coalesce(inspection #> '{header,record}' = 'null', false) as "hasHeader"
       from imports where id = $1`,
    [id],
  );
  return found;
}

/** The import that a downloaded result file came from, by the name it was given: `<name>.import-7.failed.csv`, also `… (1).csv`. */
export function parentInName(fileName: string): number | undefined {
  const found = [...fileName.matchAll(namesParent)].at(-1);
  return found && Number(found[1]);
}

const namesParent = new RegExp(`\\.import-([1-9]\\d{0,14})\\.(?:${resultFiles.join('|')})(?![a-z])`, 'gi');

/** The settings by which the parent's columns are read as it read them, standing by so many further right. */
export function settingsOf({ asked, dialect, hasHeader }: Parent, further = 0): Partial<ImportSettings> {
  if (!dialect) return {};
  const { columns, mapping, onEmpty, fillDown } = dialect;
  const keys = columns.map(headerKey);
  // By its name, where it has one of its own: a person sees it in the wizard.
  const column = (index: number) =>
    hasHeader && keys[index] && keys.indexOf(keys[index]) === keys.lastIndexOf(keys[index]) ? columns[index]! : index + further;
  return {
    unmapped: asked.unmapped,
    errorPolicy: asked.errorPolicy,
    mapping: Object.fromEntries(Object.entries(mapping).map(([field, index]) => [field, column(index)])),
    onEmpty,
    ...(fillDown !== null && { fillDown: column(fillDown) }),
  };
}

/** By how much the parent's own columns stand further right in a stored file, behind helper columns; undefined: it is another file. */
export async function helperColumnsBefore(files: FileStore, fileKey: string, { dialect }: Parent): Promise<number | undefined> {
  if (!dialect) return undefined;
  const head = await buffer(await files.read(fileKey, 0, headerBytes));
  const own = ownColumns(dialect.columns);
  const start = /^(?:\xef\xbb\xbf)?(?:sep=.\r?\n)?/.exec(head.toString('latin1'))![0].length;
  for (const delimiter of delimiters) {
    const header = firstRecord(head.subarray(start), delimiter);
    const found = ownColumns(header.map((name) => name.replaceAll('\0', '').trim()));
    const isSame = found.length === own.length && found.every(({ name }, i) => (isGuarded(header) ? unsafe(name) : name) === own[i]!.name);
    if (isSame && own.length) return found[0]!.at - own[0]!.at;
  }
  return undefined;
}

/** Whether a file begins like one of ours that gives an import's rows back. */
export const beginsLikeResults = (head: Buffer): boolean => /^(?:\xef\xbb\xbf)?(?:sep=.\r?\n)?"?import__row/i.test(head.toString('latin1'));

function firstRecord(bytes: Buffer, delimiter: string): string[] {
  try {
    return parseRecords(bytes, delimiter, false, { to: 1 })[0] ?? [];
  } catch {
    return []; // its quotes do not even end
  }
}
