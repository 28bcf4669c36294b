import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { notFound, Purchase, PurchaseFigures } from '@app/domain';
import { Can } from '../access/can.js';
import { ApiExport, ExportQuery, Exports } from '../http/exports.js';
import { pageHeaders, sendPage } from '../http/page.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { Figures } from './figures.js';
import { purchaseExport } from './purchase-export.js';
import { PurchaseFilters, PurchaseListQuery } from './purchase-query.js';
import { PurchaseSearch } from './purchase-search.js';
import { PurchaseRepository } from './purchase.repository.js';

/** Purchases and cancellations, each an event of its own, as the files tell of them; nothing here changes one. */
@ApiTags('purchases')
@Controller('purchases')
export class PurchasesController {
  constructor(
    private readonly purchases: PurchaseRepository,
    private readonly search: PurchaseSearch,
    private readonly figures: Figures,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: z.array(Purchase), headers: pageHeaders })
  @ApiOperation({
    description:
      'Purchases and cancellations, filtered and sorted, the latest first unless told. Pages, totals and `Link` as with products.',
  })
  async list(
    @Query({ schema: PurchaseListQuery }) query: z.infer<typeof PurchaseListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Purchase[]> {
    const window = await this.search.window({ sort: '-purchasedAt', ...query });
    return sendPage(res, 'purchases', window, await this.purchases.page(window));
  }

  @Get('figures')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: PurchaseFigures })
  @ApiOperation({
    operationId: 'getPurchaseFigures',
    description:
      'What the purchases that match come to: in all, step by step, and by product. Takes the filters of the list. Steps are days up to three months, weeks up to two years, else months, in UTC; none is left out between the first and the last, unless they were more than 400: then the latest 400 in which something happened.',
  })
  async sums(@Query({ schema: PurchaseFilters }) query: z.infer<typeof PurchaseFilters>): Promise<PurchaseFigures> {
    return this.figures.of(await this.search.window(query));
  }

  @Get('export')
  @Can('purchases.read')
  @ApiExport(
    'customer_id,first_name,last_name,address,state,zip,status,product_id,product_name,amount,purchased_at\n1001,Clark,Kent,456 Fake St.,CA,54321,new,431,Print Magazine,50.12,2026-04-07T10:30:00.000Z\n',
    '{"id":9,"status":"new"}\n',
  )
  @ApiOperation({
    operationId: 'exportPurchases',
    description:
      'All purchases and cancellations that match, in the order of their times. Takes the filters of the list. `csv`: the columns of a file of purchases as the rows say, then `canceled_at`, `import_id` and `line`; importing the file changes nothing. `ndjson`: a Purchase per line. Otherwise as the export of products.',
  })
  @Refuses('busy')
  export(@Query({ schema: ExportQuery }) query: ExportQuery, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.exports.answer(req, res, purchaseExport, query);
  }

  @Get(':id')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: Purchase })
  @ApiOperation({ description: 'A purchase or a cancellation.' })
  async show(@Param('id', { schema: Id }) id: number): Promise<Purchase> {
    return (await this.purchases.find(id)) ?? (await Promise.reject(notFound('purchase', id)));
  }
}
