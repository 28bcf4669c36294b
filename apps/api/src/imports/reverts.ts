import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ImportRevert } from '@app/domain';
import { tellOfImport } from '../outbox/outbox.js';
import { Chunks } from '../turns/chunks.js';
import { Turns } from '../turns/turns.js';
import { turnOf, type RunningImport } from './import.repository.js';

/** Undoing a finished import: in line with all other work over many products, in chunks, told in the outbox. */
@Injectable()
export class Reverts {
  constructor(
    private readonly db: DataSource,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
  ) {}

  /** Cuts what the import had written into chunks; those cut before stay. */
  async cut(running: RunningImport): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [mine] = await tx.query(`select 1 from imports where id = $1 and status = 'processing' and phase = 'reverting' for update`, [
        running.id,
      ]);
      if (mine) await this.chunks.cutBack(tx, turnOf(running).actor, `import:${running.id}`);
    });
  }

  /** Locks: first the line, then the import. */
  async complete(tx: EntityManager, running: RunningImport): Promise<boolean> {
    const { actor } = turnOf(running);
    await this.turns.hold(tx, actor);
    const [[ended]] = await tx.query(
      `update imports i
          set status = 'reverted', phase = 'complete', version = version + 1 + c.steps,
              revert = revert || jsonb_build_object('removed', c.removed, 'restored', c.restored, 'kept', c.kept, 'finishedAt', to_json(clock_timestamp()))
         from (select coalesce(sum(deleted), 0) as removed, coalesce(sum(updated), 0) as restored, coalesce(sum(kept), 0) as kept, count(applied_at) as steps
                 from chunks where actor = $2) c
        where i.id = $1 and status = 'processing' and phase = 'reverting' and not exists (select from chunks where actor = $2 and applied_at is null)
       returning i.kind, i.revert`,
      [running.id, actor],
    );
    if (!ended) return false;
    await this.turns.leave(tx, actor);
    const { removed, restored, kept } = ended.revert as ImportRevert;
    await tellOfImport(tx, actor, 'import.reverted', running.id, {
      importId: running.id,
      status: 'reverted',
      kind: ended.kind,
      removed,
      restored,
      kept,
    });
    return true;
  }
}
