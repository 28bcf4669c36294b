import { Body, Controller, Get, HttpCode, Param, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ImportJob, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Id } from '../http/params.js';
import { ImportsService } from './imports.service.js';
import { uploadForm } from './upload-form.js';
import type { StoredUpload } from './upload-storage.js';

const Upload = ImportJob.extend({ task_id: z.int(), job_id: z.int() }).meta({ id: 'AcceptedUpload' });
const UploadStatus = ImportJob.extend({ total_records: z.int(), processed_records: z.int(), error_message: z.string().nullable() }).meta({
  id: 'UploadStatus',
});

/** Other names for the routes of imports, as programs for similar importers expect them. */
@ApiTags('aliases')
@Controller()
export class SeedRoutesController {
  constructor(private readonly service: ImportsService) {}

  /** As POST /api/imports. */
  @Post('upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadForm })
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(FileInterceptor('file'))
  async upload(
    @By() actor: Actor,
    @UploadedFile() file: StoredUpload | undefined,
    @Body() fields: Record<string, unknown>,
  ): Promise<z.infer<typeof Upload>> {
    const importJob = await this.service.accept(actor, file, fields);
    return { ...importJob, task_id: importJob.id, job_id: importJob.id };
  }

  /** As POST /api/imports. */
  @Post('products/upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadForm })
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(FileInterceptor('file'))
  uploadProducts(
    @By() actor: Actor,
    @UploadedFile() file: StoredUpload | undefined,
    @Body() fields: Record<string, unknown>,
  ): Promise<z.infer<typeof Upload>> {
    return this.upload(actor, file, fields);
  }

  /** As GET /api/imports/{id}. */
  @Get('products/upload/:id/status')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: UploadStatus })
  async status(@Param('id', { schema: Id }) id: number): Promise<z.infer<typeof UploadStatus>> {
    const importJob = await this.service.show(id);
    return {
      ...importJob,
      total_records: importJob.rows,
      processed_records: importJob.processed,
      error_message: importJob.failure?.message ?? null,
    };
  }
}
