import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ImportJob, ListQuery, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { importFields, ImportRepository } from './import.repository.js';
import { ImportsService } from './imports.service.js';
import { uploadForm } from './upload-form.js';
import type { StoredUpload } from './upload-storage.js';

const ImportListQuery = ListQuery.extend({
  status: z.string().optional(),
  kind: z.string().optional(),
  fileName: z.string().optional(),
}).catchall(z.string());

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportRepository,
    private readonly service: ImportsService,
  ) {}

  /** Takes a CSV file in and answers when it is stored; the import then runs by itself. Follow it at `/progress`. */
  @Post()
  @HttpCode(202)
  @Can('imports.run')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadForm })
  @ApiAcceptedResponse({ standardSchema: ImportJob, headers: { Location: { schema: { type: 'string' } } } })
  @UseInterceptors(FileInterceptor('file'))
  async accept(
    @By() actor: Actor,
    @UploadedFile() upload: StoredUpload | undefined,
    @Body() fields: Record<string, unknown>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ImportJob> {
    const importJob = await this.service.accept(actor, upload, fields);
    res.setHeader('Location', `/api/imports/${importJob.id}`);
    return importJob;
  }

  @Get()
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(ImportJob), headers: { 'Content-Range': { schema: { type: 'string' } } } })
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
  show(@Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.show(id);
  }

  /** Stops an import. When it answers, nothing more is written; what is applied stays. 409 `wrong_state` when it has ended. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  cancel(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.cancel(actor, id);
  }

  /** Lets an import stand still after what is under way; it keeps its place in line. 409 `wrong_state` when it does not run. */
  @Post(':id/pause')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  pause(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.pause(actor, id);
  }

  /** Lets a paused import go on. */
  @Post(':id/resume')
  @HttpCode(200)
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportJob })
  resume(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<ImportJob> {
    return this.service.resume(actor, id);
  }

  /** Imports the file of a failed or cancelled import again, as a new import with `parentId`. */
  @Post(':id/retry')
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: ImportJob, headers: { Location: { schema: { type: 'string' } } } })
  async retry(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<ImportJob> {
    const importJob = await this.service.retry(actor, id);
    res.setHeader('Location', `/api/imports/${importJob.id}`);
    return importJob;
  }
}
