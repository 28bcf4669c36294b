import { Controller, Headers, Param, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { ImportJob } from '@app/domain';
import { Can } from '../access/can.js';
import { Follows } from '../http/follows.js';
import { Id } from '../http/params.js';
import { ImportProgress } from './import-progress.js';
import { ImportsService } from './imports.service.js';

@ApiTags('imports')
@Controller()
export class ProgressController {
  constructor(
    private readonly service: ImportsService,
    private readonly progress: ImportProgress,
  ) {}

  @Sse('imports/:id/progress', { maxPendingDataLength: 65_536 })
  @Can('imports.read')
  @Follows(ImportJob)
  @ApiOperation({
    operationId: 'getImportProgress',
    description: 'The import as it stands, again and again: `event: progress`, at last `event: done`; `id` is its `progressVersion`.',
  })
  follow(
    @Param('id', { schema: Id }) id: number,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Observable<MessageEvent>> {
    return this.eventsOf(id, seen, res);
  }

  @Sse('progress/:id', { maxPendingDataLength: 65_536 })
  @Can('imports.read')
  @ApiTags('aliases')
  @Follows(ImportJob)
  @ApiOperation({ operationId: 'getImportProgressAlias', description: 'As /api/imports/{id}/progress.' })
  followAlias(
    @Param('id', { schema: Id }) id: number,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Observable<MessageEvent>> {
    return this.eventsOf(id, seen, res);
  }

  private async eventsOf(id: number, seen: string | undefined, res: Response): Promise<Observable<MessageEvent>> {
    return this.progress.answer(await this.service.show(id), seen, res);
  }
}
