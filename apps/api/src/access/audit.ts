import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';

@Injectable()
export class Audit {
  /** Notes who did what, in the transaction that does it. `change` holds no secrets. */
  async note(tx: EntityManager, actor: Actor, action: string, target: string, change: unknown): Promise<void> {
    await tx.query(`insert into audit (actor, action, target, change) values ($1, $2, $3, $4)`, [
      actor,
      action,
      target,
      JSON.stringify(change),
    ]);
    failpoint('audit.written');
  }
}
