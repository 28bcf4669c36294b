import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  DomainError,
  notFound,
  type Actor,
  type DecidedCount,
  type Irregularity,
  type IrregularityDecisions,
  type IrregularityStatus,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import { countOf } from '../http/page.js';
import { IrregularityRepository, openOnes } from './irregularity.repository.js';

const decisions = { accept: 'accepted', ignore: 'ignored' } as const;
export type Decision = keyof typeof decisions;

/** What people decide on irregularities; the rows of the files stay as they are. */
@Injectable()
export class IrregularitiesService {
  constructor(
    private readonly db: DataSource,
    private readonly irregularities: IrregularityRepository,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  async show(id: number, tx?: EntityManager): Promise<Irregularity> {
    return (await this.irregularities.find(id, tx)) ?? Promise.reject(notFound('irregularity', id));
  }

  /** Decides on an open one. 409 `wrong_state` when somebody has, or when a later file has resolved it. */
  decide(actor: Actor, id: number, decision: Decision, note?: string): Promise<Irregularity> {
    return this.change(actor, id, decision, ['open'], { note }, (tx) =>
      this.irregularities.decide(tx, id, decisions[decision], actor, note),
    );
  }

  /** Takes a decision back: it is open again, or resolved if a later file has explained it meanwhile. */
  reopen(actor: Actor, id: number, note?: string): Promise<Irregularity> {
    return this.change(actor, id, 'reopen', ['accepted', 'ignored'], { note }, (tx) =>
      this.irregularities.decide(tx, id, 'open', actor, note),
    );
  }

  /** Notes something about one, whatever its state. */
  note(actor: Actor, id: number, note: string): Promise<Irregularity> {
    return this.change(actor, id, 'note', undefined, { note }, (tx) => this.irregularities.write(tx, id, note));
  }

  /**
   * Decides on those of many that are open, in one transaction. Of all that a filter finds the caller must know how many these are: 422
   * `confirmation_required` without `expect`; 409 `count_changed` with another number.
   */
  async decideAll(call: Call, decision: Decision, request: IrregularityDecisions): Promise<DecidedCount> {
    const { ids, filter, expect, note } = request;
    const selection = openOnes(ids ? { id: ids } : filter!);
    if (filter && expect === undefined) {
      const count = await countOf(this.db, 'irregularities', selection.where, selection.params);
      throw new DomainError('confirmation_required', `This is about ${count} irregularities. Repeat their number to do it.`, undefined, {
        count,
      });
    }
    return this.idempotency.once(call, request, async (tx) => {
      const count = await this.irregularities.decideAll(tx, selection, decisions[decision], call.actor, note);
      if (expect !== undefined && count !== expect)
        throw new DomainError(
          'count_changed',
          `These are ${count} open irregularities now, not ${expect}. Look again, then confirm.`,
          undefined,
          {
            count,
          },
        );
      if (count) await this.audit.note(tx, call.actor, `irregularities.${decision}`, 'irregularities', { ids, filter, count, note });
      return { count };
    });
  }

  private async change(
    actor: Actor,
    id: number,
    action: string,
    from: IrregularityStatus[] | undefined,
    change: object,
    write: (tx: EntityManager) => Promise<void>,
  ): Promise<Irregularity> {
    return this.db.transaction(async (tx) => {
      const status = await this.irregularities.hold(tx, id);
      if (!status) throw notFound('irregularity', id);
      if (from && !from.includes(status))
        throw new DomainError(
          'wrong_state',
          `The irregularity is ${status}; to ${action} it, it must be ${from.join(' or ')}.`,
          undefined,
          {
            state: status,
          },
        );
      await write(tx);
      await this.audit.note(tx, actor, `irregularity.${action}`, `irregularity:${id}`, change);
      return this.show(id, tx);
    });
  }
}
