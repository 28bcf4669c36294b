import { Controller, Headers, Param, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { Can } from '../access/can.js';
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

  /**
   * The import as it stands, again and again: `event: progress`, at last `event: done`; `id` is its `progressVersion`.
   * 204 to a client that comes back (`Last-Event-ID`) having seen the end.
   */
  @Sse('imports/:id/progress', { maxPendingDataLength: 65_536 })
  @Can('imports.read')
  follow(
    @Param('id', { schema: Id }) id: number,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Observable<MessageEvent>> {
    return this.eventsOf(id, seen, res);
  }

  /** As /api/imports/{id}/progress. */
  @Sse('progress/:id', { maxPendingDataLength: 65_536 })
  @Can('imports.read')
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
