import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  importKindNames,
  type Actor,
  type ImportKindName,
  type ImportProfile,
  type ImportProfileVersion,
  type ImportSettings,
} from '@app/domain';
import { anyOf, contains, equals, ids, type ListFields, type ListWindow } from '../http/list.js';
import { fingerprint } from './profile-fingerprint.js';

/** What the list of profiles can be ordered and filtered by. */
export const profileFields: ListFields = {
  sort: { id: 'id', name: 'name', kind: 'kind', version: 'version', createdAt: 'created_at', updatedAt: 'updated_at' },
  filter: {
    id: ids('id'),
    name: contains('name'),
    name_eq: equals('name'),
    kind: anyOf('kind', importKindNames),
    fingerprint: equals('fingerprint'),
  },
};

export const profileVersionFields: ListFields = { sort: { id: 'id', version: 'id' }, filter: {} };

type NewProfile = Pick<ImportProfile, 'name' | 'kind' | 'columns' | 'settings'>;

const profile = `id, name, kind, version, fingerprint, columns, settings, actor, created_at as "createdAt", updated_at as "updatedAt"`;

@Injectable()
export class ProfileRepository {
  constructor(private readonly db: DataSource) {}

  async find(id: number): Promise<ImportProfile | undefined> {
    return (await this.db.query(`select ${profile} from import_profiles where id = $1`, [id])).map(shown)[0];
  }

  /** The profile as it is, locked until the transaction ends. */
  async findForUpdate(tx: EntityManager, id: number): Promise<ImportProfile | undefined> {
    return (await tx.query(`select ${profile} from import_profiles where id = $1 for update`, [id])).map(shown)[0];
  }

  async findByName(kind: ImportKindName, name: string): Promise<ImportProfile | undefined> {
    return (await this.db.query(`select ${profile} from import_profiles where kind = $1 and name = $2`, [kind, name])).map(shown)[0];
  }

  /** The profile for files with such a header; of several, the one that was changed last. */
  async findByFingerprint(kind: ImportKindName, header: string): Promise<ImportProfile | undefined> {
    const found = await this.db.query(
      `select ${profile} from import_profiles where kind = $1 and fingerprint = $2 order by updated_at desc, id desc limit 1`,
      [kind, header],
    );
    return found.map(shown)[0];
  }

  async page({ where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: ImportProfile[]; total: number }> {
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from import_profiles ${where}`, params),
      this.db.query(`select ${profile} from import_profiles ${where} ${orderBy} limit ${limit} offset ${offset}`, params),
    ]);
    return { rows: rows.map(shown), total };
  }

  /** Every version of a profile, the present one included. */
  async versions(id: number, { orderBy, offset, limit }: ListWindow): Promise<{ rows: ImportProfileVersion[]; total: number }> {
    const all = `(select version as id, name, settings, actor, updated_at as written_at from import_profiles where id = $1
                  union all select version, name, settings, actor, written_at from import_profile_versions where profile_id = $1) v`;
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from ${all}`, [id]),
      this.db.query(
        `select id as version, name, settings, actor, written_at as "writtenAt" from ${all} ${orderBy} limit ${limit} offset ${offset}`,
        [id],
      ),
    ]);
    return { rows: rows.map((row: { writtenAt: Date }) => ({ ...row, writtenAt: row.writtenAt.toISOString() })), total };
  }

  async add(tx: EntityManager, actor: Actor, { name, kind, columns, settings }: NewProfile): Promise<ImportProfile> {
    const added = await tx.query(
      `insert into import_profiles (name, kind, fingerprint, columns, settings, actor) values ($1, $2, $3, $4, $5, $6) returning ${profile}`,
      [name, kind, fingerprint(columns), JSON.stringify(columns), JSON.stringify(settings), actor],
    );
    return shown(added[0]);
  }

  /** Makes the next version of a profile that is locked, and keeps what it was. */
  async replace(tx: EntityManager, actor: Actor, id: number, name: string, settings: ImportSettings): Promise<ImportProfile> {
    await tx.query(
      `insert into import_profile_versions (profile_id, version, name, settings, actor, written_at)
       select id, version, name, settings, actor, updated_at from import_profiles where id = $1`,
      [id],
    );
    const [replaced] = await tx.query(
      `update import_profiles set name = $2, settings = $3, actor = $4, version = version + 1, updated_at = now() where id = $1 returning ${profile}`,
      [id, name, JSON.stringify(settings), actor],
    );
    return shown(replaced[0]);
  }

  /** With all of its versions. */
  async delete(tx: EntityManager, id: number): Promise<void> {
    await tx.query('delete from import_profiles where id = $1', [id]);
  }
}

type StoredProfile = Omit<ImportProfile, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

const shown = (stored: StoredProfile): ImportProfile => ({
  ...stored,
  createdAt: stored.createdAt.toISOString(),
  updatedAt: stored.updatedAt.toISOString(),
});
