import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '@app/domain';
import type { Growth } from '../platform/file-store.js';

/** A file that comes in pieces. Its id is its key in the file store. */
export type PartialUpload = {
  id: string;
  bytes: number;
  metadata: Record<string, string | null>;
  growth: Growth;
  importId: number | null;
  isRemoved: boolean;
  touchedAt: Date;
};

/** Waiting longer than this for its next piece, or to be imported, it is removed. */
export const uploadLifeHours = 24;

@Injectable()
export class UploadRepository {
  constructor(private readonly db: DataSource) {}

  async create(actor: Actor, { id, bytes, metadata }: Pick<PartialUpload, 'id' | 'bytes' | 'metadata'>): Promise<void> {
    await this.db.query('insert into uploads (id, actor, bytes, metadata) values ($1, $2, $3, $4)', [
      id,
      actor,
      bytes,
      JSON.stringify(metadata),
    ]);
  }

  /** An upload of this principal; nobody else's is found. */
  async find(actor: Actor, id: string): Promise<PartialUpload | undefined> {
    const [found] = await this.db.query(
      `select id, bytes, metadata, growth, import_id as "importId", touched_at as "touchedAt",
              removed_at is not null or (import_id is null and touched_at < now() - interval '${uploadLifeHours} hours') as "isRemoved"
         from uploads where id = $1 and actor = $2`,
      [id, actor],
    );
    return found && { ...found, metadata: JSON.parse(found.metadata) };
  }

  /** From now on this writer alone adds to the upload, if it has come as far as the writer believes. */
  async begin(id: string, writer: string, offset: number): Promise<Growth | undefined> {
    const [[begun]] = await this.db.query(
      `update uploads set writer = $2, touched_at = now()
        where id = $1 and (growth ->> 'bytes')::bigint = $3 and import_id is null and removed_at is null returning growth`,
      [id, writer, offset],
    );
    return begun?.growth;
  }

  /** Notes how far the upload has come. False: another writer has taken over, or it is gone. */
  async keep(id: string, writer: string, growth: Growth): Promise<boolean> {
    const [, kept] = await this.db.query(
      `update uploads set growth = $3, touched_at = now() where id = $1 and writer = $2 and import_id is null and removed_at is null`,
      [id, writer, JSON.stringify(growth)],
    );
    return kept === 1;
  }

  /** Ties the upload to what it became. False: it is something already, or gone. */
  async claim(tx: EntityManager, id: string, importId: number): Promise<boolean> {
    const [, claimed] = await tx.query('update uploads set import_id = $2 where id = $1 and import_id is null and removed_at is null', [
      id,
      importId,
    ]);
    return claimed === 1;
  }

  /** Forgets an upload that is no import yet, and returns what came of it. */
  async drop(actor: Actor, id: string): Promise<Growth | undefined> {
    const [[dropped]] = await this.db.query('delete from uploads where id = $1 and actor = $2 and import_id is null returning growth', [
      id,
      actor,
    ]);
    return dropped?.growth;
  }

  /** Marks uploads as removed that have waited too long, and forgets those of a month ago. Their bytes are the caller's to remove. */
  async expire(): Promise<{ id: string; growth: Growth }[]> {
    await this.db.query(
      `delete from uploads where touched_at < now() - interval '30 days' and (import_id is not null or removed_at is not null)`,
    );
    const [expired] = await this.db.query(
      `update uploads set removed_at = now()
        where touched_at < now() - interval '${uploadLifeHours} hours' and import_id is null and removed_at is null returning id, growth`,
    );
    return expired;
  }
}
