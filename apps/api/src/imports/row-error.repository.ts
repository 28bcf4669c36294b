import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keptRowErrors, rowErrorCodes, type RowError } from '@app/domain';
import { anyOf, contains, type ListFields, type ListWindow } from '../http/list.js';

export const rowErrorFields: ListFields = {
  sort: { id: 'row_no, nth', rowNo: 'row_no', line: 'line', code: 'code', column: '"column"' },
  filter: { code: anyOf('code', rowErrorCodes), column: contains('"column"') },
};

@Injectable()
export class RowErrorRepository {
  constructor(private readonly db: DataSource) {}

  /** A page of the first row errors of an import, as many as are kept. */
  async page(importId: number, { where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: RowError[]; total: number }> {
    const first = `(select row_no as id, * from row_errors where import_id = $${params.length + 1} order by row_no, nth limit ${keptRowErrors}) e`;
    const [[{ total }], rows] = await Promise.all([
      this.db.query(`select count(*)::int as total from ${first} ${where}`, [...params, importId]),
      this.db.query(
        `select row_no as "rowNo", line, "column", code, message, value, severity from ${first} ${where} ${orderBy} limit ${limit} offset ${offset}`,
        [...params, importId],
      ),
    ]);
    return { rows, total };
  }
}
