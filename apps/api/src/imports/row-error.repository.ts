import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keptRowErrors, maxRepairedRows, rowErrorCodes, type RowError, type RowErrorCount } from '@app/domain';
import { anyOf, contains, equals, type ListFields, type ListWindow } from '../http/list.js';

export const rowErrorFields: ListFields = {
  sort: { id: 'row_no, nth', rowNo: 'row_no', line: 'line', code: 'code', column: '"column"' },
  filter: {
    code: anyOf('code', rowErrorCodes),
    column: contains('"column"'),
    column_eq: equals('"column"'),
    severity: anyOf('severity', ['error', 'warning']),
  },
};

/** Errors and warnings each have their own first ones: a warning in every row would leave no room for errors. */
const first = (importId: string) =>
  `(${['error', 'warning']
    .map(
      (severity) =>
        `(select row_no as id, * from row_errors where import_id = ${importId} and severity = '${severity}' order by row_no, nth limit ${keptRowErrors})`,
    )
    .join(' union all ')}) e`;

@Injectable()
export class RowErrorRepository {
  constructor(private readonly db: DataSource) {}

  /** A page of the first row errors of an import, as many as are kept. */
  async page(importId: number, { where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: RowError[]; total: number }> {
    const kept = first(`$${params.length + 1}`);
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from ${kept} ${where}`, [...params, importId]),
      this.db.query(
        `select row_no as "rowNo", line, "column", code, message, value, severity from ${kept} ${where} ${orderBy}, nth limit ${limit} offset ${offset}`,
        [...params, importId],
      ),
    ]);
    return { rows, total };
  }

  /** Exact, however many are kept. */
  async summary(importId: number): Promise<RowErrorCount[]> {
    return this.db.query(
      `select e.code, e."column", e.severity, sum(e.count)::int as count
         from segments s, jsonb_to_recordset(s.error_counts) as e(code text, "column" text, severity text, count int)
        where s.import_id = $1 and s.staged_at is not null
        group by e.code, e."column", e.severity
        order by e.severity, sum(e.count) desc, e.code, e."column"`,
      [importId],
    );
  }

  /** Numbers of the rejected rows that have such an error, as many as can be repaired in the browser; and how many they are. */
  async rejectedRows(
    importId: number,
    { where, params, orderBy, offset, limit }: ListWindow,
  ): Promise<{ rowNos: number[]; total: number }> {
    const rejected = `(select distinct id from ${first(`$${params.length + 1}`)} ${where ? `${where} and` : 'where'} severity = 'error' order by id limit ${maxRepairedRows}) r`;
    const [[{ total }], found] = await Promise.all([
      this.db.query(`select count(*)::int as total from ${rejected}`, [...params, importId]),
      this.db.query(`select id from ${rejected} ${orderBy} limit ${limit} offset ${offset}`, [...params, importId]),
    ]);
    return { rowNos: found.map(({ id }: { id: number }) => id), total };
  }
}
