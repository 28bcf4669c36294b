import { Controller, HttpCode, Post, Res, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ImportJob } from '@app/domain';
import { Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { Refuses } from '../http/refuses.js';
import { Acceptance } from './acceptance.js';
import { ReceiveUpload, Sent } from './receive-upload.js';
import { importBody } from './upload-form.js';

@ApiTags('imports')
@Controller('imports')
export class AcceptanceController {
  constructor(private readonly acceptance: Acceptance) {}

  @Post()
  @HttpCode(202)
  @Can('imports.run')
  @ApiAcceptedResponse({ standardSchema: ImportJob, headers: { Location: { schema: { type: 'string' } } } })
  @UseInterceptors(ReceiveUpload)
  @ApiOperation({
    operationId: 'createImport',
    requestBody: importBody,
    description:
      'Takes a CSV file in, plain or gzip, and answers when it is stored; the import then runs by itself. Follow it at `/progress`. As JSON: an upload that came in pieces, or repaired rows of another import.',
  })
  @Refuses('wrong_state', 'file_gone', 'not_found', 'duplicate_file', 'invalid')
  async accept(@Call() call: Call, @Sent() sent: Sent, @Res({ passthrough: true }) res: Response): Promise<ImportJob> {
    const importJob = await this.acceptance.accept(call, sent);
    res.setHeader('Location', `/api/imports/${importJob.id}`);
    return importJob;
  }
}
