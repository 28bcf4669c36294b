import { Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ImportJob } from '@app/domain';
import { Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { Acceptance } from './acceptance.js';
import { ImportsService } from './imports.service.js';
import { ReceiveUpload, Sent } from './receive-upload.js';
import { fileBody } from './upload-form.js';

const [importJob] = ImportJob.meta()!.examples as [ImportJob];
const Upload = ImportJob.extend({ task_id: z.int(), job_id: z.int() }).meta({
  id: 'AcceptedUpload',
  examples: [{ ...importJob, task_id: importJob.id, job_id: importJob.id }],
});
const UploadStatus = ImportJob.extend({ total_records: z.int(), processed_records: z.int(), error_message: z.string().nullable() }).meta({
  id: 'UploadStatus',
  examples: [{ ...importJob, total_records: importJob.rows, processed_records: importJob.processed, error_message: null }],
});

/** Other names for the routes of imports, as programs for similar importers expect them. */
@ApiTags('aliases')
@Controller()
export class SeedRoutesController {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly service: ImportsService,
  ) {}

  @Post('upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(ReceiveUpload)
  @ApiOperation({ operationId: 'uploadFileAlias', requestBody: fileBody, description: 'As POST /api/imports.' })
  @Refuses('wrong_state', 'file_gone', 'not_found', 'duplicate_file')
  async upload(@Call() call: Call, @Sent() sent: Sent): Promise<z.infer<typeof Upload>> {
    const importJob = await this.acceptance.accept(call, sent);
    return { ...importJob, task_id: importJob.id, job_id: importJob.id };
  }

  @Post('products/upload')
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: Upload })
  @UseInterceptors(ReceiveUpload)
  @ApiOperation({ operationId: 'uploadProductsAlias', requestBody: fileBody, description: 'As POST /api/imports.' })
  @Refuses('wrong_state', 'file_gone', 'not_found', 'duplicate_file')
  uploadProducts(@Call() call: Call, @Sent() sent: Sent): Promise<z.infer<typeof Upload>> {
    return this.upload(call, sent);
  }

  @Get('products/upload/:id/status')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: UploadStatus })
  @ApiOperation({ operationId: 'getUploadStatusAlias', description: 'As GET /api/imports/{id}.' })
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
