import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import { attributeKey, DomainError, productLimits } from '@app/domain';
import type { ListWindow } from '../http/list.js';
import { csvFile, ndjsonFile, type AttributeColumn, type ExportFormat, type ExportMode } from './export-file.js';

type Selection = Pick<ListWindow, 'where' | 'params'>;

/** So many at once in a process: each holds a connection and a snapshot for as long as its client reads. */
const mostAtOnce = 2;

/** Files of products, made by PostgreSQL and passed on as they come: memory stays flat, and this process hardly works. */
@Injectable()
export class ProductExports implements BeforeApplicationShutdown {
  private readonly underWay = new Set<Writable>();

  constructor(private readonly db: DataSource) {}

  /**
   * Sends the products of a filter as they all are at one moment, in the order of their keys. Before the first byte `begin` is told how
   * many there are; false: that was all. Throws `busy`, or `invalid` when no file of this format can hold them. When `out` closes, the
   * statement ends and its connection goes.
   */
  async send(
    selection: Selection,
    { format, mode }: { format: ExportFormat; mode: ExportMode },
    out: Writable,
    begin: (total: number) => boolean,
  ): Promise<void> {
    if (this.underWay.size >= mostAtOnce)
      throw new DomainError('busy', `${mostAtOnce} exports are under way. Try again when one of them has ended.`, undefined, {
        retryAfter: 5,
      });
    this.underWay.add(out);
    try {
      await this.connected(out, async (runner, client) => {
        await runner.startTransaction('REPEATABLE READ');
        const [{ total }] = await runner.query(`select count(*)::int as total from products ${selection.where}`, selection.params);
        const file = format === 'csv' ? csvFile(await attributesOf(runner, selection), mode) : ndjsonFile;
        const rows = `select ${file.columns} from products ${await literally(runner, selection)} order by sku_key`;
        if (begin(total)) {
          out.write(file.start);
          await pipeline(client.query(copyTo(`copy (${rows}) to stdout (${file.options})`)), out);
        }
        await runner.commitTransaction();
      });
    } catch (error) {
      if (!hasLeft(out)) throw error;
    } finally {
      this.underWay.delete(out);
    }
  }

  /** Cuts off what is under way, or the server would wait for its clients. */
  beforeApplicationShutdown(): void {
    for (const out of this.underWay) out.destroy();
  }

  /** A connection for as long as somebody reads. One that is left in the middle of a statement is of no further use. */
  private async connected(out: Writable, work: (runner: QueryRunner, client: Client) => Promise<void>): Promise<void> {
    const runner = this.db.createQueryRunner();
    let leave = () => {};
    try {
      const client = (await runner.connect()) as Client & { processID: number };
      leave = () => {
        if (!hasLeft(out)) return;
        void client.end();
        void this.db.query('select pg_cancel_backend($1)', [client.processID]).catch(() => {}); // by itself it notices only as it sends
      };
      out.once('close', leave);
      leave();
      await work(runner, client);
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      out.off('close', leave);
      await runner.release();
    }
  }
}

/** Whether it was closed from the other side, neither at its end nor by a fault on ours. */
const hasLeft = (out: Writable): boolean => out.destroyed && !out.writableFinished && !out.errored;

/** Which attributes occur, each a column. Products without any cost nothing here. */
async function attributesOf(runner: QueryRunner, { where, params }: Selection): Promise<AttributeColumn[]> {
  const found: AttributeColumn[] = await runner.query(
    `select key, quote_literal(key) as literal
       from (select distinct jsonb_object_keys(attributes) as key from (select attributes from products ${where}) p where attributes <> '{}') k
      order by key collate "C"`,
    params,
  );
  const unfit = found.find(({ key }) => attributeKey(key) !== key);
  if (unfit) throw noTable(`No column can be called "${unfit.key}", as an attribute is here`);
  if (found.length > productLimits.attributes)
    throw noTable(`The products have ${found.length} attributes; a file that can be imported has columns for ${productLimits.attributes}`);
  return found;
}

const noTable = (why: string) =>
  new DomainError('invalid', `${why}. Filter the products, or take format=ndjson.`, [{ pointer: '/format', message: `${why}.` }]);

/** The condition with its values in it: COPY takes no parameters, so PostgreSQL quotes them beforehand. */
async function literally(runner: QueryRunner, { where, params }: Selection): Promise<string> {
  const quoted = params.map((_, i) => `quote_literal($${i + 1}::text)`).join(', ');
  const [{ literals }] = await runner.query(`select array[${quoted}]::text[] as literals`, params);
  return where.replace(/\$(\d+)/g, (_, n) => literals[n - 1]);
}
