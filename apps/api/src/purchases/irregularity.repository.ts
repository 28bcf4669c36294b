import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  irregularityRules,
  irregularityStatuses,
  severities,
  type Actor,
  type Irregularity,
  type IrregularityCounts,
  type IrregularityStatus,
} from '@app/domain';
import { isoText } from '../http/export-file.js';
import {
  anyOf,
  anyOfColumns,
  contains,
  equals,
  ids,
  listWindow,
  numbers,
  since,
  until,
  within,
  type ListFields,
  type ListWindow,
} from '../http/list.js';
import { pageOf, type Page } from '../http/page.js';
import { customerBeside, ofCustomers } from './customer.repository.js';

type Db = Pick<EntityManager, 'query'>;

/** What the list of irregularities can be ordered and filtered by. */
export const irregularityFields: ListFields = {
  sort: {
    id: 'id',
    rule: 'rule',
    severity: `array_position(array['${severities.join(`', '`)}'], severity)`,
    status: 'status',
    customerId: 'coalesce(customer_id, -1)',
    sku: `coalesce(sku, '')`,
    importId: 'import_id',
    rowNo: 'coalesce(row_no, 0)',
    decidedAt: `coalesce(decided_at, '-infinity')`,
    createdAt: 'created_at',
  },
  filter: {
    id: ids('id'),
    status: anyOf('status', irregularityStatuses),
    rule: anyOf('rule', irregularityRules),
    severity: anyOf('severity', severities),
    importId: ids('found_by_import_id'),
    customerId: numbers('customer_id'),
    purchaseId: ids('purchase_id'),
    sku: equals('sku'),
    q: anyOfColumns(contains('message'), contains('note'), ofCustomers),
    createdAt_gte: since('created_at'),
    createdAt_lte: until('created_at'),
  },
  hasCursors: true,
};

/** The open irregularities that a filter of the list selects; `{}` is all of them. */
export const openOnes = (filter: Record<string, unknown>): ListWindow =>
  within(listWindow({ filter: JSON.stringify(filter) }, irregularityFields), () => `status = 'open'`);

/** An irregularity as the API answers it, of a row of `irregularities`. */
export const irregularityColumns = `id, rule, severity, status, message, evidence, ${customerBeside('irregularities')} as customer, sku,
  purchase_id as "purchaseId", found_by_import_id as "foundByImportId", import_id as "importId", row_no as "rowNo", line, note, decided_by as "decidedBy", ${isoText('decided_at')} as "decidedAt",
  resolved_by_import_id as "resolvedByImportId", ${isoText('created_at')} as "createdAt"`;

@Injectable()
export class IrregularityRepository {
  constructor(private readonly db: DataSource) {}

  async find(id: number, db?: Db): Promise<Irregularity | undefined> {
    return (await this.showAll([id], db))[0];
  }

  page(window: ListWindow): Promise<Page<Irregularity>> {
    return pageOf(this.db, 'irregularities', window, (ids) => this.showAll(ids));
  }

  async counts(): Promise<IrregularityCounts> {
    const rows: { rule: string; n: number }[] = await this.db.query(
      `select rule, count(*)::int as n from irregularities where status = 'open' group by rule order by rule`,
    );
    return { open: rows.reduce((sum, { n }) => sum + n, 0), byRule: Object.fromEntries(rows.map(({ rule, n }) => [rule, n])) };
  }

  /** The state of an irregularity, which then stays as it is until the transaction ends. */
  async hold(tx: EntityManager, id: number): Promise<IrregularityStatus | undefined> {
    return (await tx.query('select status from irregularities where id = $1 for update', [id]))[0]?.status;
  }

  /** Decides on one, or opens it again, unless a file has resolved it meanwhile; its note stays unless there is another. */
  async decide(tx: EntityManager, id: number, status: 'open' | 'accepted' | 'ignored', actor: Actor, note?: string): Promise<void> {
    const by = status === 'open' ? null : actor;
    await tx.query(
      `update irregularities
          set status = case when $2 = 'open' and resolved_by_import_id is not null then 'resolved' else $2 end, decided_by = $3, decided_at = case when $3::text is null then null else now() end, note = coalesce($4, note)
        where id = $1`,
      [id, status, by, note],
    );
  }

  /** Decides on all that match, and says how many those are. They are locked in the order in which imports lock them. */
  async decideAll(
    tx: EntityManager,
    { where, params }: Pick<ListWindow, 'where' | 'params'>,
    status: 'accepted' | 'ignored',
    actor: Actor,
    note?: string,
  ): Promise<number> {
    const n = params.length;
    const [, decided] = await tx.query(
      `with held as (select id from irregularities ${where} order by rule, subject for update)
       update irregularities i set status = $${n + 1}, decided_by = $${n + 2}, decided_at = now(), note = coalesce($${n + 3}, note)
         from held where i.id = held.id`,
      [...params, status, actor, note],
    );
    return decided;
  }

  async write(tx: EntityManager, id: number, note: string): Promise<void> {
    await tx.query('update irregularities set note = $2 where id = $1', [id, note]);
  }

  private showAll(ids: number[], db: Db = this.db): Promise<Irregularity[]> {
    return db.query(`select ${irregularityColumns} from irregularities where id = any($1)`, [ids]);
  }
}
