import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ImportJob, listParameter, ListQuery, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { importFields, ImportRepository } from './import.repository.js';
import { ImportsService } from './imports.service.js';

const ImportListQuery = ListQuery.extend({
  status: listParameter('Exactly', 'completed'),
  kind: listParameter('Exactly', 'products'),
  fileName: listParameter('Contains, whatever the case', 'spring'),
}).catchall(z.string());

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportRepository,
    private readonly service: ImportsService,
  ) {}

  @Get()
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(ImportJob), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({ description: 'Imports, filtered and sorted, each as it stands.' })
  async list(
    @Query({ schema: ImportListQuery }) query: z.infer<typeof ImportListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ImportJob[]> {
    const window = listWindow(query, importFields);
    const { rows, total } = await this.imports.page(window);
    contentRange(res, 'imports', window.offset, rows.length, total);
    return rows;
  }

  @Get(':id')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({ description: 'An import as it stands.' })
  show(@Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.show(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({
    description: 'Stops an import. When it answers, nothing more is written; what is applied stays. 409 `wrong_state` when it has ended.',
  })
  @Refuses('wrong_state')
  cancel(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.cancel(actor, id);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({
    description: 'Lets an import stand still after what is under way; it keeps its place in line. 409 `wrong_state` when it does not run.',
  })
  @Refuses('wrong_state')
  pause(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.pause(actor, id);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  @ApiOperation({ description: 'Lets a paused import go on.' })
  @Refuses('wrong_state')
  resume(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.resume(actor, id);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: ImportJob, headers: { Location: { schema: { type: 'string' } } } })
  @ApiOperation({ description: 'Imports what a failed or cancelled import did not come to, as a new import with `parentId`.' })
  @Refuses('wrong_state')
  async retry(@Call() call: Call, @Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<ImportJob> {
    const importJob = await this.service.retry(call, id);
    res.setHeader('Location', `/api/imports/${importJob.id}`);
    return importJob;
  }
}
