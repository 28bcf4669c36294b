import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import {
  CheckDifference,
  checkOutcomes,
  CheckRow,
  type DomainError,
  FileInspection,
  gone,
  ImportJob,
  ImportSettingsInput,
  type ImportSettings,
  KeptProduct,
  ListQuery,
  notFound,
  type Actor,
} from '@app/domain';
import { By, Can } from '../access/can.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { ENV, type Env } from '../platform/config.js';
import { KeptProducts } from '../turns/kept-products.js';
import { Comparison } from './comparison.js';
import { ImportRepository } from './import.repository.js';
import { ImportsService } from './imports.service.js';

const range = { headers: { 'Content-Range': { schema: { type: 'string' as const } } } };
const CheckQuery = ListQuery.extend({
  outcome: z
    .enum(checkOutcomes)
    .optional()
    .meta({ description: 'Only rows that come out so', examples: ['updated'] }),
});
const Confirmation = z
  .strictObject({ confirm: z.int().min(0).optional().describe('The number of changes, where the check asks for it') })
  .meta({ id: 'ImportConfirmation', examples: [{ confirm: 499_000 }] });

/** What stands between a file and the catalogue: what was found out about it, what it would do, and the word to do it; and the way back. */
@ApiTags('imports')
@Controller('imports/:id')
export class CheckController {
  constructor(
    private readonly service: ImportsService,
    private readonly imports: ImportRepository,
    private readonly comparison: Comparison,
    private readonly keptProducts: KeptProducts,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get('inspection')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: FileInspection })
  @ApiOperation({
    operationId: 'getImportInspection',
    description: 'What was found out about the file: encoding, delimiter, header, columns and what they are taken for, with the evidence.',
  })
  async inspection(@Param('id', { schema: Id }) id: number): Promise<FileInspection> {
    await this.service.show(id);
    return (await this.imports.inspection(id)) ?? Promise.reject(notFound('inspection of import', id));
  }

  @Put('mapping')
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({
    operationId: 'updateImportMapping',
    description:
      'Says how the file is to be read; it is read and checked again. 409 `wrong_state` once the import is confirmed, or had no check.',
  })
  @Refuses('wrong_state', 'file_gone')
  remap(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ImportSettingsInput }) settings: ImportSettings,
  ): Promise<ImportJob> {
    return this.service.remap(actor, id, settings);
  }

  @Get('check')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(CheckRow), ...range })
  @ApiOperation({
    operationId: 'listCheckedRows',
    description: 'What the import would do, row by row in file order; rejected rows are in `/errors`. While it awaits its confirmation.',
  })
  @Refuses('wrong_state')
  async check(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: CheckQuery }) { outcome, ...query }: z.infer<typeof CheckQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<CheckRow[]> {
    const { offset, limit } = listWindow(query, noFields);
    const { rows, total } = await this.service.checkRows(id, { outcome, offset, limit });
    contentRange(res, 'rows', offset, rows.length, total);
    return rows;
  }

  @Post('confirm')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({
    operationId: 'confirmImport',
    description: 'Lets a checked import be written. 422 `confirmation_required` when it does unusually much: repeat its number of changes.',
  })
  @Refuses('wrong_state', 'confirmation_required')
  confirm(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: Confirmation.optional() }) body: z.infer<typeof Confirmation> | undefined,
  ): Promise<ImportJob> {
    return this.service.confirm(actor, id, body?.confirm);
  }

  @Get('differences')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(CheckDifference), ...range })
  @ApiOperation({
    operationId: 'listCheckDifferences',
    description:
      'Rows that came out otherwise than the check had said, for the catalogue had changed in between; the first 10,000, as long as history is kept.',
  })
  @Refuses('history_gone')
  async differences(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<CheckDifference[]> {
    const importJob = await this.service.show(id);
    const { offset, limit } = listWindow(query, noFields);
    const rows = await this.comparison.differences(id, offset, limit);
    const total = importJob.check?.differed ?? 0;
    if (total && !rows.length && !offset) throw this.historyGone(importJob, 'The rows that came out otherwise were');
    contentRange(res, 'rows', offset, rows.length, total);
    return rows;
  }

  @Post('revert')
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: ImportJob })
  @ApiOperation({
    operationId: 'revertImport',
    description: 'Puts the catalogue back to what it was before a finished import. Follow it at `/progress`; it ends as `reverted`.',
  })
  @Refuses('wrong_state')
  revert(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.revert(actor, id);
  }

  @Get('kept')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(KeptProduct), ...range })
  @ApiOperation({
    operationId: 'listProductsKeptByImport',
    description:
      'Products that undoing the import left as they are, because others have changed or deleted them since; as long as history is kept.',
  })
  @Refuses('history_gone')
  async kept(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<KeptProduct[]> {
    const importJob = await this.service.show(id);
    const { offset, limit } = listWindow(query, noFields);
    const { rows, total } = await this.keptProducts.page([`revert:${id}`], offset, limit);
    if (importJob.revert?.finishedAt && importJob.revert.kept && !total)
      throw this.historyGone(importJob, 'The products that were kept were');
    contentRange(res, 'products', offset, rows.length, total);
    return rows;
  }

  private historyGone({ finishedAt, revert }: ImportJob, what: string): DomainError {
    const last = revert?.finishedAt ?? finishedAt;
    return gone('history_gone', what, last ? new Date(Date.parse(last) + this.env.HISTORY_DAYS * 86_400_000) : null);
  }
}

/** Their order is given. */
const noFields = { sort: { id: 'id' }, filter: {} };
