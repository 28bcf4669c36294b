import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError, ListQuery } from '@app/domain';
import { exportFormats, exportModes, type ExportFile, type ExportFormat, type ExportMode } from './export-file.js';
import { listWindow, type ListFields, type ListWindow } from './list.js';
import { requestId } from './request-id.js';

export type Selection = Pick<ListWindow, 'where' | 'params'>;

/** Something that can be taken out whole: the table of a list, and the files that can be made of it. */
export type Exported = {
  /** What is exported, as its file and its address are called. */
  name: string;
  fields: ListFields;
  /** In SQL, what the condition of a list is put behind, and what comes after it. */
  from: string;
  orderBy: string;
  /** That order in words: `the order of their SKUs`. */
  inOrder: string;
  table: (tx: EntityManager, selection: Selection, mode: ExportMode) => ExportFile | Promise<ExportFile>;
  lines: ExportFile;
};

/** Which rows, and as what: the filters of the list, and the kind of the file. */
export const ExportQuery = ListQuery.pick({ filter: true })
  .extend({
    format: z
      .enum(exportFormats)
      .default('csv')
      .describe('Of the file')
      .meta({ examples: ['csv'] }),
    mode: z
      .enum(exportModes)
      .default('safe')
      .describe(
        "Of csv. safe: for spreadsheets, with ' before what looks like a formula; an import takes it off again. raw: every cell as it is",
      )
      .meta({ examples: ['safe'] }),
  })
  .catchall(z.string());
export type ExportQuery = z.output<typeof ExportQuery>;

const contentType: Record<ExportFormat, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** The answer of a route that exports, with the beginning of each file as an example. */
export const ApiExport = (csv: string, ndjson: string) =>
  ApiOkResponse({
    content: {
      [contentType.csv]: { schema: { type: 'string', example: csv } },
      [contentType.ndjson]: { schema: { type: 'string', example: ndjson } },
    },
    headers: {
      'Content-Disposition': { schema: { type: 'string' } },
      'X-Total-Count': { schema: { type: 'integer' } },
    },
  });

/** What says which part of a list is wanted, and in which order. */
const paging = ['range', 'page', 'perPage', 'after', 'sort'];

/** So many at once in a process: each holds a connection and a snapshot for as long as its client reads. */
const mostAtOnce = 2;

/** So long a client may take nothing. Its snapshot keeps PostgreSQL from cleaning up. */
const patienceMs = 60_000;

/** Files made by PostgreSQL and passed on as they come: memory stays flat, and this process hardly works. */
@Injectable()
export class Exports implements BeforeApplicationShutdown {
  private readonly log = new Logger(Exports.name);
  private readonly underWay = new Set<Writable>();
  /** So long a client may take for all of it, however steadily it reads. */
  longestMs = 60 * 60_000;

  constructor(private readonly db: DataSource) {}

  /**
   * Answers a request with the rows of a filter as they all are at one moment. Throws `busy`, or `invalid` when no file of this format can
   * hold them, or when a part of them is asked for. When the client leaves, the statement ends and its connection goes.
   */
  async answer(req: Request, res: Response, exported: Exported, { format, mode, ...filters }: ExportQuery): Promise<void> {
    const unfit = paging.find((name) => name in filters);
    if (unfit) {
      const message = `An export has all that match, in ${exported.inOrder}.`;
      throw new DomainError('invalid', `${message} It takes no ${unfit}.`, [{ pointer: `/${unfit}`, message }]);
    }
    const selection = listWindow(filters, exported.fields);
    res.setTimeout(patienceMs, () => res.destroy());
    const end = setTimeout(() => res.destroy(), this.longestMs).unref();
    try {
      await this.send(exported, selection, { format, mode }, res, (total) => {
        res.type(contentType[format]);
        const day = new Date().toISOString().slice(0, 10);
        res.setHeader('Content-Disposition', `attachment; filename="${exported.name}-${day}.${format}"`);
        res.setHeader('X-Total-Count', total);
        res.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, X-Total-Count');
        if (req.method === 'HEAD') res.end();
        return req.method !== 'HEAD';
      });
    } catch (error) {
      if (res.headersSent) this.log.error(`${requestId(req)} export of ${exported.name}: ${(error as Error).stack}`); // the client sees the cut
      throw error;
    } finally {
      clearTimeout(end);
    }
  }

  /** Cuts off what is under way, or the server would wait for its clients. */
  beforeApplicationShutdown(): void {
    for (const out of this.underWay) out.destroy();
  }

  /** Before the first byte `begin` is told how many rows there are; false: that was all. */
  private async send(
    { from, orderBy, table, lines }: Exported,
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
      await this.connected(out, async (tx, client) => {
        const [{ total }] = await tx.query(`select count(*)::int as total from ${from} ${selection.where}`, selection.params);
        const file = format === 'csv' ? await table(tx, selection, mode) : lines;
        const rows = `select ${file.columns} from ${from} ${await literally(tx, selection)} order by ${orderBy}`;
        if (begin(total)) {
          out.write(file.start);
          await pipeline(client.query(copyTo(`copy (${rows}) to stdout (${file.options})`)), out);
        }
      });
    } catch (error) {
      if (!hasLeft(out)) throw error;
    } finally {
      this.underWay.delete(out);
    }
  }

  /** A snapshot for as long as somebody reads. A connection that is left in the middle of a statement is of no further use. */
  private async connected(out: Writable, work: (tx: EntityManager, client: Client) => Promise<void>): Promise<void> {
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
      await runner.startTransaction('REPEATABLE READ');
      await runner.query('set local statement_timeout = 0'); // who reads slowly loses the connection by the clock of this process, which sees bytes go
      await work(runner.manager, client);
      await runner.commitTransaction();
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

/** The condition with its values in it: COPY takes no parameters, so PostgreSQL quotes them beforehand. */
async function literally(tx: EntityManager, { where, params }: Selection): Promise<string> {
  const quoted = params.map((_, i) => `quote_literal($${i + 1}::text)`).join(', ');
  const [{ literals }] = await tx.query(`select array[${quoted}]::text[] as literals`, params);
  return where.replace(/\$(\d+)/g, (_, n) => literals[n - 1]);
}
