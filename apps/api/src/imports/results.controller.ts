import { Controller, Get, Logger, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import {
  DomainError,
  gone,
  keptRowErrors,
  listParameter,
  ListQuery,
  RejectedRow,
  resultFiles,
  RowError,
  RowErrorCount,
  type ResultFile,
} from '@app/domain';
import { Can } from '../access/can.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { requestId } from '../http/request-id.js';
import { ImportedFiles } from './imported-file.js';
import { Refuses } from '../http/refuses.js';
import { ImportsService } from './imports.service.js';
import { rejectedRowFields, RejectedRows } from './rejected-rows.js';
import { resultModes } from './result-lines.js';
import { Results } from './results.js';
import { rowErrorFields, RowErrorRepository } from './row-error.repository.js';

const RowErrorListQuery = ListQuery.extend({
  code: listParameter('Exactly', 'required'),
  column: listParameter('Contains, whatever the case', 'name'),
  column_eq: listParameter('Exactly', 'Name'),
  severity: listParameter('error or warning', 'error'),
}).catchall(z.string());
const RejectedRowListQuery = RowErrorListQuery.omit({ severity: true });
const ResultQuery = z.object({
  mode: z
    .enum(resultModes)
    .default('safe')
    .describe("safe: for spreadsheets, with ' before what looks like a formula; an import takes it off again. raw: every cell as it was")
    .meta({ examples: ['safe'] }),
});

const contentRangeHeader = { 'Content-Range': { schema: { type: 'string' as const } } };
const keptHeader = {
  'X-Row-Errors-Kept': { schema: { type: 'integer' as const }, description: 'So many errors, and so many warnings, are kept of an import' },
};

/** What became of the rows of an import. */
@ApiTags('imports')
@Controller('imports/:id')
export class ResultsController {
  private readonly log = new Logger(ResultsController.name);

  constructor(
    private readonly service: ImportsService,
    private readonly importedFiles: ImportedFiles,
    private readonly rowErrors: RowErrorRepository,
    private readonly rejectedRows: RejectedRows,
    private readonly results: Results,
  ) {}

  @Get('errors')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(RowError), headers: { ...contentRangeHeader, ...keptHeader } })
  @ApiOperation({
    operationId: 'listRowErrors',
    description:
      'What was wrong with which row, in file order: the first 10,000 errors and the first 10,000 warnings are kept. The totals of `/errors/summary` are exact, and stay; the list goes with the file.',
  })
  @Refuses('file_gone')
  async errors(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: RowErrorListQuery }) query: z.infer<typeof RowErrorListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<RowError[]> {
    const { removedAt } = await this.importedFiles.find(id);
    const window = listWindow({ sort: 'rowNo', ...query }, rowErrorFields);
    const { rows, total } = await this.rowErrors.page(id, window);
    if (removedAt && (await this.rowErrors.summary(id)).length) throw gone('file_gone', `The row errors of import ${id} were`, removedAt);
    contentRange(res, 'errors', window.offset, rows.length, total);
    res.setHeader('X-Row-Errors-Kept', String(keptRowErrors));
    return rows;
  }

  @Get('errors/summary')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(RowErrorCount) })
  @ApiOperation({
    operationId: 'getRowErrorSummary',
    description: 'How often what was wrong, by code and column; exact, also beyond the errors that are kept.',
  })
  async summary(@Param('id', { schema: Id }) id: number): Promise<RowErrorCount[]> {
    await this.service.show(id);
    return this.rowErrors.summary(id);
  }

  @Get('rows')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(RejectedRow), headers: contentRangeHeader })
  @ApiOperation({
    operationId: 'listRejectedRows',
    description:
      'Rejected rows with all of their cells, to be repaired: those of the errors that are kept, the first 5,000. 410 `file_gone` when the file is not kept any longer.',
  })
  @Refuses('file_gone', 'wrong_state')
  async rows(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: RejectedRowListQuery }) query: z.infer<typeof RejectedRowListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<RejectedRow[]> {
    const window = listWindow(query, rejectedRowFields);
    const { rows, total } = await this.rejectedRows.page(id, window);
    contentRange(res, 'rows', window.offset, rows.length, total);
    return rows;
  }

  @Get('results/:which')
  @Can('imports.read')
  @ApiParam({ name: 'which', description: 'Which rows', schema: { type: 'string', enum: [...resultFiles], example: 'failed' } })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    schema: { type: 'string', example: 'import__row,import__line,import__outcome,sku,name\r\n1,2,created,MUG-1,Blue mug\r\n' },
    headers: { 'Content-Disposition': { schema: { type: 'string' } } },
  })
  @ApiOperation({
    operationId: 'downloadImportResult',
    description:
      "The rows of an ended import that came to this end, as CSV in the order of the file: columns import__… that tell of each row, then the file's own (column_1, column_2, … when it has no header). An import skips the former, so a repaired file goes back as it is. 409 `wrong_state` before the end (`failed` is there once an import awaits its confirmation), 410 `file_gone` when the file is not kept any longer.",
  })
  @Refuses('file_gone', 'wrong_state')
  async result(
    @Param('id', { schema: Id }) id: number,
    @Param('which') which: string,
    @Query({ schema: ResultQuery }) { mode }: z.infer<typeof ResultQuery>,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    if (!isResultFile(which))
      throw new DomainError('not_found', `There is no result file of this name. There are: ${resultFiles.join(', ')}.`);
    const { fileName } = await this.service.show(id);
    const content = await this.results.stream(id, which, mode);
    res.attachment(`${fileName.replace(/(\.(csv|tsv|txt|gz))+$/i, '')}.import-${id}.${which}.csv`);
    if (req.method === 'HEAD') {
      content.destroy();
      return void res.end();
    }
    try {
      await pipeline(content, res); // when it breaks, the answer is cut off: the client sees that it is not whole
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return; // the client has left
      this.log.error(`${requestId(req)} ${which} rows of import ${id}: ${(error as Error).stack}`);
      throw error;
    }
  }
}

const isResultFile = (name: string): name is ResultFile => (resultFiles as readonly string[]).includes(name);
