import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import {
  DecidedCount,
  Irregularity,
  IrregularityCounts,
  IrregularityDecision,
  IrregularityDecisions,
  IrregularityNote,
  listParameter,
  ListQuery,
  type Actor,
} from '@app/domain';
import { By, Can } from '../access/can.js';
import { ApiExport, ExportQuery, Exports } from '../http/exports.js';
import { Call } from '../http/idempotency.js';
import { listWindow } from '../http/list.js';
import { cursorParameter, pageHeaders, sendPage } from '../http/page.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { IrregularitiesService } from './irregularities.service.js';
import { irregularityExport } from './irregularity-export.js';
import { irregularityFields, IrregularityRepository } from './irregularity.repository.js';

const IrregularityListQuery = ListQuery.extend({
  status: listParameter('Exactly', 'open'),
  rule: listParameter('Exactly', 'cancel_unknown'),
  severity: listParameter('Exactly', 'serious'),
  importId: listParameter('Found in this import', '12'),
  customerId: listParameter('The number that the files give', '1001'),
  purchaseId: listParameter('About this purchase or cancellation', '10'),
  sku: listParameter('Exactly', '431'),
  q: listParameter('The sentence, the note or the name of the customer contains it', 'kent'),
  createdAt_gte: listParameter('ISO 8601; also createdAt_lte. A day is meant whole', '2026-11-21'),
  after: cursorParameter,
}).catchall(z.string());

/** What looks wrong in files of purchases, and what people say about it. */
@ApiTags('irregularities')
@Controller('irregularities')
export class IrregularitiesController {
  constructor(
    private readonly irregularities: IrregularityRepository,
    private readonly service: IrregularitiesService,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: z.array(Irregularity), headers: pageHeaders })
  @ApiOperation({ description: 'Irregularities, filtered and sorted. Pages, totals and `Link` as with products.' })
  async list(
    @Query({ schema: IrregularityListQuery }) query: z.infer<typeof IrregularityListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Irregularity[]> {
    const window = listWindow(query, irregularityFields);
    return sendPage(res, 'irregularities', window, await this.irregularities.page(window));
  }

  @Get('counts')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: IrregularityCounts })
  @ApiOperation({
    operationId: 'getIrregularityCounts',
    description: 'How many are open, in all and by rule; a rule without any is left out.',
  })
  counts(): Promise<IrregularityCounts> {
    return this.irregularities.counts();
  }

  @Get('export')
  @Can('purchases.read')
  @ApiExport(
    'id,rule,severity,status,message\n5,cancel_unknown,serious,open,Product 431 was canceled …\n',
    '{"id":5,"rule":"cancel_unknown","severity":"serious"}\n',
  )
  @ApiOperation({
    operationId: 'exportIrregularities',
    description:
      'All irregularities that match, as they were found. Takes the filters of the list. `csv` has no evidence; `ndjson`: an Irregularity per line. Otherwise as the export of products.',
  })
  @Refuses('busy')
  export(@Query({ schema: ExportQuery }) query: ExportQuery, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.exports.answer(req, res, irregularityExport, query);
  }

  @Get(':id')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: Irregularity })
  @ApiOperation({ operationId: 'getIrregularity', description: 'An irregularity with its evidence.' })
  show(@Param('id', { schema: Id }) id: number): Promise<Irregularity> {
    return this.service.show(id);
  }

  @Post('accept')
  @HttpCode(200)
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: DecidedCount })
  @ApiOperation({
    operationId: 'acceptIrregularities',
    description:
      'Accepts the open ones among many: it is as the files say. They are named by `ids`, or all that match a `filter` of the list, which needs their number as `expect`: the refusal without it tells. `Idempotency-Key` is honoured.',
  })
  @Refuses('confirmation_required', 'count_changed')
  acceptAll(@Call() call: Call, @Body({ schema: IrregularityDecisions }) request: IrregularityDecisions): Promise<DecidedCount> {
    return this.service.decideAll(call, 'accept', request);
  }

  @Post('ignore')
  @HttpCode(200)
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: DecidedCount })
  @ApiOperation({ operationId: 'ignoreIrregularities', description: 'Ignores the open ones among many; else as accepting them.' })
  @Refuses('confirmation_required', 'count_changed')
  ignoreAll(@Call() call: Call, @Body({ schema: IrregularityDecisions }) request: IrregularityDecisions): Promise<DecidedCount> {
    return this.service.decideAll(call, 'ignore', request);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: Irregularity })
  @ApiOperation({ operationId: 'acceptIrregularity', description: 'It is as the file says. Only while it is open.' })
  @Refuses('wrong_state')
  accept(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: IrregularityDecision }) { note }: IrregularityDecision,
  ): Promise<Irregularity> {
    return this.service.decide(actor, id, 'accept', note);
  }

  @Post(':id/ignore')
  @HttpCode(200)
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: Irregularity })
  @ApiOperation({ operationId: 'ignoreIrregularity', description: 'It does not matter. Only while it is open.' })
  @Refuses('wrong_state')
  ignore(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: IrregularityDecision }) { note }: IrregularityDecision,
  ): Promise<Irregularity> {
    return this.service.decide(actor, id, 'ignore', note);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: Irregularity })
  @ApiOperation({
    operationId: 'reopenIrregularity',
    description: 'Takes back that it was accepted or ignored: it is open again, or resolved if a later file has explained it meanwhile.',
  })
  @Refuses('wrong_state')
  reopen(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: IrregularityDecision }) { note }: IrregularityDecision,
  ): Promise<Irregularity> {
    return this.service.reopen(actor, id, note);
  }

  @Put(':id/note')
  @Can('purchases.write')
  @ApiOkResponse({ standardSchema: Irregularity })
  @ApiOperation({
    operationId: 'updateNoteOfIrregularity',
    description: 'Says something about it, whatever its state; an empty note takes it away.',
  })
  note(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: IrregularityNote }) { note }: IrregularityNote,
  ): Promise<Irregularity> {
    return this.service.note(actor, id, note);
  }
}
