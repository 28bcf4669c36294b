import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { DataSource, QueryFailedError } from 'typeorm';
import {
  DomainError,
  headerKey,
  ImportSettings,
  notFound,
  type Actor,
  type ImportKindName,
  type ImportProfile,
  type ImportProfileChanges,
  type ImportProfileInput,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import type { Dialect } from './dialect.js';
import { importKinds } from './kinds/index.js';
import { ProfileRepository } from './profile.repository.js';

type Source = { kind: ImportKindName; status: string; asked: unknown; dialect: Dialect | null; columns: string[] | null };

/** Changes of profiles. Each notes who did it: both commit, or neither. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly db: DataSource,
    private readonly profiles: ProfileRepository,
    private readonly audit: Audit,
  ) {}

  /** Saves how an import was read, or the settings that are sent for its columns. */
  async create(actor: Actor, { name, importId, settings }: ImportProfileInput): Promise<ImportProfile> {
    const { kind, status, asked, dialect, columns } = await this.source(importId);
    if (!columns)
      throw new DomainError('wrong_state', `The columns of import ${importId} are not known: it is ${status}.`, undefined, {
        state: status,
      });
    return this.uniquely(kind, name, () =>
      this.db.transaction(async (tx) => {
        const profile = await this.profiles.add(tx, actor, { name, kind, columns, settings: settings ?? effective(kind, asked, dialect) });
        await this.audit.note(tx, actor, 'profile.create', `profile:${profile.id}`, { name, importId });
        return profile;
      }),
    );
  }

  /** What the caller leaves out stays. `seen` are versions that it read. Nothing new: no new version. */
  async update(
    actor: Actor,
    id: number,
    { version, ...changes }: ImportProfileChanges,
    seen = version === undefined ? undefined : [version],
  ): Promise<ImportProfile> {
    const { kind } = await this.show(id);
    return this.uniquely(kind, changes.name, () =>
      this.db.transaction(async (tx) => {
        const before = await this.profiles.findForUpdate(tx, id);
        if (!before) throw notFound('profile', id);
        if (seen && !seen.includes(before.version)) throw stale(before);
        const { name = before.name, settings = before.settings } = changes;
        if (name === before.name && isDeepStrictEqual(settings, ImportSettings.parse(before.settings))) return before;
        const profile = await this.profiles.replace(tx, actor, id, name, settings);
        const changed = Object.keys(changes).filter((key) => !isDeepStrictEqual(before[key as 'name'], profile[key as 'name']));
        await this.audit.note(tx, actor, 'profile.update', `profile:${id}`, { version: profile.version, changed });
        return profile;
      }),
    );
  }

  /** Returns the profile as it was. Imports that were read by it keep what they did. */
  async delete(actor: Actor, id: number, seen?: number[]): Promise<ImportProfile> {
    return this.db.transaction(async (tx) => {
      const before = await this.profiles.findForUpdate(tx, id);
      if (!before) throw notFound('profile', id);
      if (seen && !seen.includes(before.version)) throw stale(before);
      await this.profiles.delete(tx, id);
      await this.audit.note(tx, actor, 'profile.delete', `profile:${id}`, { name: before.name });
      return before;
    });
  }

  async show(id: number): Promise<ImportProfile> {
    return (await this.profiles.find(id)) ?? Promise.reject(notFound('profile', id));
  }

  /** An import that waits for a mapping has no dialect yet, but its columns were seen. */
  private async source(importId: number): Promise<Source> {
    const [found]: Source[] = await this.db.query(
      `select kind, status, asked, dialect, coalesce(dialect -> 'columns', jsonb_path_query_array(inspection, '$.columns[*].name')) as columns
         from imports where id = $1`,
      [importId],
    );
    if (found) return found;
    throw new DomainError('invalid', `No import has the id ${importId}.`, [
      { pointer: '/importId', code: 'not_found', message: 'is the id of no import' },
    ]);
  }

  /** Two profiles of one name: the table refuses the second, and the caller is told which one has it. */
  private async uniquely(kind: ImportKindName, name: string | undefined, write: () => Promise<ImportProfile>): Promise<ImportProfile> {
    try {
      return await write();
    } catch (error) {
      const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string; constraint?: string };
      if (code !== '23505' || constraint !== 'import_profiles_one_per_name' || name === undefined) throw error;
      const errors = [{ pointer: '/name', code: 'name_taken', message: 'is taken' }];
      const other = await this.profiles.findByName(kind, name);
      throw new DomainError('name_taken', `Another profile is called ${name}.`, errors, { otherId: other?.id });
    }
  }
}

/** How an import was read: what somebody said, and for each field the column that was taken, by name where that is one column. */
function effective(kind: ImportKindName, asked: unknown, dialect: Dialect | null): ImportSettings {
  const said = ImportSettings.parse(asked);
  if (!dialect) return said;
  const { columns } = dialect;
  const keys = columns.map(headerKey);
  const named = (at: number) => (keys[at] !== '' && keys.indexOf(keys[at]!) === keys.lastIndexOf(keys[at]!) ? columns[at]! : at);
  const mapping = importKinds[kind].format.fields.map(({ name }) => {
    const at = dialect.mapping[name];
    return [name, at === undefined ? null : named(at)] as const;
  });
  return { ...said, mapping: Object.fromEntries(mapping) };
}

const stale = (current: ImportProfile) =>
  new DomainError('stale_version', `Somebody changed this profile meanwhile; it is at version ${current.version} now.`, undefined, {
    current,
  });
