import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import {
  DomainError,
  ImportForm,
  ImportOptions,
  ImportSettings,
  isFinished,
  notFound,
  RepairedRows,
  unknownField,
  type ImportJob,
  type ImportKindName,
  type ImportWarning,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import { Bell } from '../platform/bell.js';
import { failpoint } from '../platform/failpoint.js';
import { ENV, type Env } from '../platform/config.js';
import { FileStore } from '../platform/file-store.js';
import { csvLine } from './csv-line.js';
import { isGzip } from './file-kind.js';
import { ImportRepository, type NewImport } from './import.repository.js';
import { Intake } from './intake.js';
import { importKinds } from './kinds/index.js';
import { beginsLikeResults, findParent, helperColumnsBefore, parentInName, settingsOf, type Parent } from './parent.js';
import type { Sent } from './receive-upload.js';
import { UploadRepository, type PartialUpload } from './upload.repository.js';
import { shownName, storeFile, type StoredFile } from './upload-storage.js';

/** To import a file that came in pieces. */
export const UploadToImport = z
  .strictObject({
    ...ImportOptions.shape,
    uploadId: z.string().min(1).max(64).describe('The last part of the address that POST /api/uploads gave'),
    fileName: z.string().min(1).max(255).optional().describe('Unset: the filename in the metadata of the upload'),
  })
  .meta({ id: 'UploadToImport' });

/** What else commits with an import that starts, and what the same file before means for it. */
type Terms = { duplicates?: ImportOptions['duplicates']; also?: (tx: EntityManager, importId: number) => Promise<void> };

/** How a file becomes an import: in a form, in pieces before, or as rows that somebody repaired. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly uploads: UploadRepository,
    private readonly files: FileStore,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly bell: Bell,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Answers when the file is stored and its import is certain to run. What is refused leaves nothing. */
  accept(call: Call, sent: Sent): Promise<ImportJob> {
    if (!('json' in sent)) return this.acceptFile(call, sent.file, sent.fields);
    if (isObject(sent.json) && 'rows' in sent.json) return this.acceptRows(call, checked(RepairedRows, sent.json));
    return this.acceptUpload(call, sent.json);
  }

  /**
   * Starts an import of a stored file; answers as the first time when the same call comes again. Whoever sends what else belongs
   * to the call's `payload`: by it a key that is used for something else is found out.
   */
  async start(
    call: Call,
    payload: unknown,
    file: NewImport,
    action: string,
    { duplicates = 'allow', also }: Terms = {},
  ): Promise<ImportJob> {
    let startedId: number | undefined;
    const started = await this.idempotency.once(call, payload, async (tx) => {
      const warnings = [...(file.warnings ?? []), ...(await this.recognise(tx, file, duplicates))];
      const id = await this.imports.add(tx, call.actor, { ...file, warnings });
      const { fileName, bytes, sha256 } = file;
      await this.audit.note(tx, call.actor, action, `import:${id}`, { fileName, bytes, sha256 });
      await also?.(tx, id);
      startedId = id;
      return (await this.imports.showAll([id], tx))[0]!;
    });
    failpoint('import.committed.before_ring');
    if (startedId !== undefined) void this.bell.ring({ step: 'look', importId: startedId }); // the answer does not wait for the queue
    return started;
  }

  private async acceptFile(call: Call, file: StoredFile | undefined, fields: Record<string, unknown>): Promise<ImportJob> {
    if (!file) throw new DomainError('malformed', 'Send the file as multipart/form-data, in the field "file".');
    return this.keptIfTaken(file.fileKey, async (taken) => {
      failpoint('upload.stored.before_row');
      const options = checked(ImportForm, fields);
      const payload = { ...options, sha256: file.sha256, fileName: file.fileName };
      return this.take(call, payload, file, options, Object.keys(fields), taken);
    });
  }

  /** An upload is imported once. Refused, it stays until it expires: the options can be mended. */
  private async acceptUpload(call: Call, json: unknown): Promise<ImportJob> {
    const { uploadId, fileName, ...options } = checked(UploadToImport, json);
    const payload = { uploadId, fileName, ...options };
    const before = await this.idempotency.answered<ImportJob>(call, payload);
    if (before) return before;

    const upload = await this.uploads.find(call.actor, uploadId);
    if (!upload) throw new DomainError('not_found', 'There is no upload of this id.');
    if (upload.importId !== null) throw alreadyImported(upload.importId);
    if (upload.isRemoved) throw new DomainError('file_gone', 'The upload waited for too long and was removed. Upload the file again.');
    const { bytes: received } = upload.growth;
    if (received < upload.bytes)
      throw new DomainError('wrong_state', `Of ${upload.bytes} bytes ${received} have come. Go on with the upload.`, undefined, {
        state: 'uploading',
        bytes: upload.bytes,
        received,
      });

    const file = await this.fileOf(upload, shownName(fileName ?? upload.metadata.filename ?? upload.metadata.name ?? ''));
    const isCopy = file.fileKey !== upload.id;
    const claim = async (tx: EntityManager, importId: number) => {
      if (await this.uploads.claim(tx, upload.id, importId)) return;
      const now = await this.uploads.find(call.actor, upload.id);
      throw now?.importId ? alreadyImported(now.importId) : new DomainError('file_gone', 'The upload was removed meanwhile.');
    };
    const take = (taken = () => {}) => this.take(call, payload, file, options, Object.keys(json as object), taken, claim);
    const accepted = await (isCopy ? this.keptIfTaken(file.fileKey, take) : take());
    if (isCopy) await this.files.remove(upload.id, upload.growth);
    return accepted;
  }

  private async acceptRows(call: Call, repaired: RepairedRows): Promise<ImportJob> {
    const { parentId, rows, check } = repaired;
    const parent = await findParent(this.db.manager, parentId);
    if (!parent) throw notFound('import', parentId);
    if (!isFinished(parent)) throw notEnded(parent);
    if (!parent.dialect)
      throw new DomainError(
        'wrong_state',
        'The import ended before its columns were known: repair the file, and send all of it.',
        undefined,
        {
          state: parent.status,
        },
      );
    refuseHalfCharacters(rows);
    const { dialect, hasHeader, kind, asked } = parent;
    const lines = [...rows].sort((a, b) => a.rowNo - b.rowNo).map(({ cells }) => csvLine(cells));
    const content = Buffer.from((hasHeader ? [csvLine(dialect.columns), ...lines] : lines).join(''));
    const fileKey = randomUUID();
    await this.files.put(fileKey, Readable.from([content], { objectMode: false }));
    return this.keptIfTaken(fileKey, async (taken) =>
      this.start(
        call,
        repaired,
        {
          kind,
          fileKey,
          fileName: `${parent.fileName.replace(/(?: \(repaired\))?(?:\.\w+)?$/, '').slice(0, 240)} (repaired).csv`,
          bytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
          asked: ImportSettings.parse({
            ...asked,
            fillDown: undefined,
            ...settingsOf(parent),
            delimiter: ',',
            encoding: 'utf-8',
            header: hasHeader ? 1 : false,
          }),
          parentId,
          isChecked: check,
        },
        'import.repair',
        { also: async () => taken() },
      ),
    );
  }

  /** Settings come from the parent, then from the profile, then from what the request itself says. */
  private async take(
    call: Call,
    payload: unknown,
    file: StoredFile,
    options: ImportOptions,
    said: string[],
    taken: () => void,
    claim?: Terms['also'],
  ): Promise<ImportJob> {
    const { kind, check, duplicates, profileId, parentId, ...settings } = options;
    refuseUnknownFields(kind, options);
    const profile = profileId === undefined ? undefined : await this.findProfile(kind, profileId);
    const parent = await this.lineageOf(file, kind, parentId);
    const own = Object.fromEntries(Object.entries(settings).filter(([name]) => said.includes(name)));
    const { fileKey, fileName, bytes, sha256 } = file;
    return this.start(
      call,
      payload,
      {
        kind,
        fileKey,
        fileName,
        bytes,
        sha256,
        asked: merged(parent?.settings, profile?.settings, own),
        parentId: parent?.id,
        isChecked: check,
        profile,
      },
      'import.accept',
      {
        duplicates,
        also: async (tx, id) => {
          await claim?.(tx, id);
          taken();
        },
      },
    );
  }

  /** Runs what may take a stored file, and removes the file unless it did. */
  private async keptIfTaken(fileKey: string, work: (taken: () => void) => Promise<ImportJob>): Promise<ImportJob> {
    let isTaken = false;
    try {
      const accepted = await work(() => (isTaken = true));
      if (!isTaken) await this.files.remove(fileKey); // the call was a repetition: the first one's file is the import's
      return accepted;
    } catch (error) {
      if (error instanceof DomainError) await this.files.remove(fileKey); // else it may have been taken, and the answer got lost: sweeping tells
      throw error;
    }
  }

  /** The whole upload as one file: its content looked at for the first time. */
  private async fileOf(upload: PartialUpload, name: string): Promise<StoredFile> {
    if (!upload.bytes) throw new DomainError('empty_file', 'The file is empty: it has 0 bytes.');
    await this.files.finish(upload.id, upload.growth);
    const isPacked = isGzip(await buffer(await this.files.read(upload.id, 0, 2)));
    const content = await this.files.read(upload.id);
    try {
      if (isPacked) return await storeFile(this.files, content, name, this.env.MAX_UPLOAD_BYTES);
      const intake = new Intake(this.env.MAX_UPLOAD_BYTES);
      for await (const _ of intake.read(content)); // counted and hashed on the way
      return { fileKey: upload.id, fileName: name, bytes: intake.bytes, sha256: intake.sha256(), head: intake.head };
    } finally {
      content.destroy();
    }
  }

  private async findProfile(kind: string, id: number) {
    const [found] = await this.db.query('select id, version, settings from import_profiles where id = $1 and kind = $2', [id, kind]);
    if (found) return found as { id: number; version: number; settings: Partial<ImportSettings> };
    throw refused('profileId', `There is no profile ${id} for ${kind}.`);
  }

  /** The import whose rows these are, as the request says, or as a result file that was downloaded and sent back tells by name and columns. */
  private async lineageOf(
    file: StoredFile,
    kind: string,
    parentId?: number,
  ): Promise<{ id: number; settings: Partial<ImportSettings> } | undefined> {
    const id = parentId ?? (beginsLikeResults(file.head) ? parentInName(file.fileName) : undefined);
    const parent = id === undefined ? undefined : await findParent(this.db.manager, id);
    if (parentId !== undefined && !parent) throw refused('parentId', `There is no import ${parentId}.`);
    if (!parent || parent.kind !== kind || !isFinished(parent)) {
      if (parentId !== undefined) throw refused('parentId', `Import ${parentId} is not one of ${kind} that has ended.`);
      return undefined;
    }
    const skipped = await helperColumnsBefore(this.files, file.fileKey, parent);
    if (skipped === undefined) return parentId === undefined ? undefined : { id: parentId, settings: {} };
    return { id: parent.id, settings: settingsOf(parent, skipped) };
  }

  /** The same file before, within 30 days, in an import that did not come to nothing: told, or refused when asked to. */
  private async recognise(
    tx: EntityManager,
    { sha256, kind, parentId }: NewImport,
    duplicates: ImportOptions['duplicates'],
  ): Promise<ImportWarning[]> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`import ${kind} ${sha256}`]); // three clicks are one after the other
    const [same] = await tx.query(
      `select id, actor, created_at as "createdAt" from imports
        where sha256 = $1 and kind = $2 and id is distinct from $3 and created_at > now() - interval '30 days' and status not in ('failed', 'cancelled')
        order by id desc limit 1`,
      [sha256, kind, parentId ?? null],
    );
    if (!same) return [];
    const message = `Imported on ${dayText.format(same.createdAt)} by ${same.actor.replace(':', ' ')} as import ${same.id}.`;
    if (duplicates === 'allow') return [{ code: 'same_file', message }];
    throw new DomainError('duplicate_file', `This very file is known. ${message}`, undefined, {
      importId: same.id,
      importedAt: same.createdAt.toISOString(),
      actor: same.actor,
    });
  }
}

/** 422 `invalid` when settings speak of a field that files of the kind do not have. */
export function refuseUnknownFields(kind: ImportKindName, settings: ImportSettings): void {
  const unknown = unknownField(importKinds[kind].format, settings);
  if (unknown !== undefined) throw refused(unknown.slice(1), `Files of ${kind} have no such thing.`);
}

const dayText = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const alreadyImported = (importId: number) =>
  new DomainError('wrong_state', `This upload is import ${importId} already. To import the file again, upload it again.`, undefined, {
    state: 'imported',
    importId,
  });

const notEnded = ({ id, status }: Parent) =>
  new DomainError('wrong_state', `Import ${id} is ${status}; rows of one that has ended can be repaired.`, undefined, { state: status });

const refused = (field: string, message: string) =>
  new DomainError('invalid', 'Some fields are not as they should be.', [{ pointer: `/${field}`, message }]);

/** Later settings go before earlier ones; mappings and rules field by field. */
function merged(...settings: (Partial<ImportSettings> | undefined)[]): ImportSettings {
  const all = settings.filter((one) => one !== undefined);
  return ImportSettings.parse({
    ...Object.assign({}, ...all),
    mapping: Object.assign({}, ...all.map(({ mapping }) => mapping)),
    onEmpty: Object.assign({}, ...all.map(({ onEmpty }) => onEmpty)),
  });
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const errors = error.issues.map(({ path, message, code, ...issue }) => {
    const unknown = code === 'unrecognized_keys' ? (issue as unknown as { keys: string[] }).keys[0] : undefined;
    return { pointer: [...path, ...(unknown ? [unknown] : [])].map((step) => `/${String(step)}`).join(''), code, message };
  });
  throw new DomainError('invalid', 'Some fields are not as they should be.', errors);
}

/** Half of a character pair has no UTF-8: it would become U+FFFD. */
function refuseHalfCharacters(rows: RepairedRows['rows']): void {
  for (const [i, { cells }] of rows.entries()) {
    const at = cells.findIndex((cell) => !cell.isWellFormed());
    if (at >= 0) throw refused(`rows/${i}/cells/${at}`, 'holds half of a character pair');
  }
}
