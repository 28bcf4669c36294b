import { Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ImportJob } from '@app/domain';
import { Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { Id } from '../http/params.js';
import { Acceptance } from './acceptance.js';
import { ImportsService } from './imports.service.js';
import { ReceiveUpload, Sent } from './receive-upload.js';
import { uploadForm } from './upload-form.js';

const Upload = ImportJob.extend({ task_id: z.int(), job_id: z.int() }).meta({ id: 'AcceptedUpload' });
const UploadStatus = ImportJob.extend({ total_records: z.int(), processed_records: z.int(), error_message: z.string().nullable() }).meta({
  id: 'UploadStatus',
});

/** Other names for the routes of imports, as programs for similar importers expect them. */
@ApiTags('aliases')
@Controller()
export class SeedRoutesController {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly service: ImportsService,
  ) {}

  /** As POST /api/imports. */
  @Post('upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadForm })
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(ReceiveUpload)
  async upload(@Call() call: Call, @Sent() sent: Sent): Promise<z.infer<typeof Upload>> {
    const importJob = await this.acceptance.accept(call, sent);
    return { ...importJob, task_id: importJob.id, job_id: importJob.id };
  }

  /** As POST /api/imports. */
  @Post('products/upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadForm })
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(ReceiveUpload)
  uploadProducts(@Call() call: Call, @Sent() sent: Sent): Promise<z.infer<typeof Upload>> {
    return this.upload(call, sent);
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
