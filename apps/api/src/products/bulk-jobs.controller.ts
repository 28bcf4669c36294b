import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Query, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { BulkJob, BulkRequest, gone, KeptProduct, listParameter, ListQuery, ProductCount, type Actor } from '@app/domain';
import { By, Caller, Can, type Principal } from '../access/can.js';
import { Follows } from '../http/follows.js';
import { Call } from '../http/idempotency.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { ENV, type Env } from '../platform/config.js';
import { KeptProducts } from '../turns/kept-products.js';
import { BulkJobProgress } from './bulk-job-progress.js';
import { bulkJobFields, BulkJobRepository } from './bulk-job.repository.js';
import { BulkJobs } from './bulk-jobs.js';
import { productFields, productFilters, ProductRepository } from './product.repository.js';

const Confirmation = z.strictObject({
  confirm: z
    .string()
    .regex(/^\d{1,12}$/, 'is the number of products')
    .meta({ type: 'integer', minimum: 0, maximum: 999_999_999_999, examples: [500_000] })
    .transform(Number)
    .optional()
    .describe('The number of products, as the refusal without it tells'),
});
type Confirmation = z.output<typeof Confirmation>;

const ProductCountQuery = z.object({ filter: ListQuery.shape.filter, ...productFilters }).catchall(z.string());
const BulkJobListQuery = ListQuery.extend({
  action: listParameter('Exactly', 'delete'),
  status: listParameter('Exactly', 'completed'),
}).catchall(z.string());

const range = { headers: { 'Content-Range': { schema: { type: 'string' as const } } } };
const location = { headers: { Location: { schema: { type: 'string' as const } } } };

@ApiTags('bulk jobs')
@Controller()
export class BulkJobsController {
  constructor(
    private readonly bulkJobs: BulkJobs,
    private readonly jobs: BulkJobRepository,
    private readonly products: ProductRepository,
    private readonly progress: BulkJobProgress,
    private readonly keptProducts: KeptProducts,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get('products/count')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: ProductCount })
  @ApiOperation({
    operationId: 'getProductCount',
    description: 'How many products match a filter of the list, always exact: what a bulk job takes as `expect`.',
  })
  async count(@Query({ schema: ProductCountQuery }) query: z.infer<typeof ProductCountQuery>): Promise<ProductCount> {
    return { count: await this.products.countMatching(listWindow(query, productFields)) };
  }

  @Post('products/bulk')
  @HttpCode(202)
  @Can('products.write')
  @ApiAcceptedResponse({ standardSchema: BulkJob, ...location })
  @ApiOperation({
    operationId: 'startBulkJob',
    description:
      'Does the same to many products: named by `ids`, or all that match a `filter` of the list. What matches when it is accepted is what it is about. Without `expect` the refusal tells how many that is. To delete everything, by whatever filter, needs the permission `products.purge`. `Idempotency-Key` is honoured.',
  })
  @Refuses('confirmation_required', 'count_changed')
  start(
    @Call() call: Call,
    @Caller() { permissions }: Principal,
    @Body({ schema: BulkRequest }) request: BulkRequest,
    @Res({ passthrough: true }) res: Response,
  ): Promise<BulkJob> {
    return this.accepted(call, request, res, permissions.includes('products.purge'));
  }

  @Delete('products')
  @HttpCode(202)
  @Can('products.purge')
  @ApiAcceptedResponse({ standardSchema: BulkJob, ...location })
  @ApiOperation({
    operationId: 'deleteAllProducts',
    description: 'Deletes every product. Without `confirm` the refusal tells how many there are.',
  })
  @Refuses('confirmation_required', 'count_changed')
  deleteAll(
    @Call() call: Call,
    @Query({ schema: Confirmation }) { confirm }: Confirmation,
    @Res({ passthrough: true }) res: Response,
  ): Promise<BulkJob> {
    return this.accepted(call, { action: 'delete', filter: {}, expect: confirm }, res);
  }

  @Delete('products/bulk-delete')
  @HttpCode(202)
  @Can('products.purge')
  @ApiAcceptedResponse({ standardSchema: BulkJob, ...location })
  @ApiTags('aliases')
  @ApiOperation({ operationId: 'deleteAllProductsAlias', description: 'As DELETE /api/products.' })
  @Refuses('confirmation_required', 'count_changed')
  deleteAllAlias(
    @Call() call: Call,
    @Query({ schema: Confirmation }) { confirm }: Confirmation,
    @Res({ passthrough: true }) res: Response,
  ): Promise<BulkJob> {
    return this.accepted(call, { action: 'delete', filter: {}, expect: confirm }, res);
  }

  @Get('bulk-jobs')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(BulkJob), ...range })
  @ApiOperation({ description: 'Bulk jobs, filtered and sorted, each as it stands.' })
  async list(
    @Query({ schema: BulkJobListQuery }) query: z.infer<typeof BulkJobListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<BulkJob[]> {
    const window = listWindow(query, bulkJobFields);
    const { rows, total } = await this.jobs.page(window);
    contentRange(res, 'bulk-jobs', window.offset, rows.length, total);
    return rows;
  }

  @Get('bulk-jobs/:id')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: BulkJob })
  @ApiOperation({ description: 'A bulk job as it stands.' })
  show(@Param('id', { schema: Id }) id: number): Promise<BulkJob> {
    return this.bulkJobs.show(id);
  }

  @Sse('bulk-jobs/:id/progress', { maxPendingDataLength: 65_536 })
  @Can('products.read')
  @Follows(BulkJob)
  @ApiOperation({
    operationId: 'getBulkJobProgress',
    description: 'The bulk job as it stands, again and again: `event: progress`, at last `event: done`; `id` is its `progressVersion`.',
  })
  async follow(
    @Param('id', { schema: Id }) id: number,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Observable<MessageEvent>> {
    return this.progress.answer(await this.bulkJobs.show(id), seen, res);
  }

  @Post('bulk-jobs/:id/cancel')
  @HttpCode(200)
  @Can('products.write')
  @ApiOkResponse({ standardSchema: BulkJob })
  @ApiOperation({ description: 'Stops a bulk job. When it answers, nothing more is written; what is applied stays, and can be undone.' })
  @Refuses('wrong_state')
  cancel(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<BulkJob> {
    return this.bulkJobs.cancel(actor, id);
  }

  @Post('bulk-jobs/:id/undo')
  @HttpCode(202)
  @Can('products.write')
  @ApiAcceptedResponse({ standardSchema: BulkJob })
  @ApiOperation({
    description:
      'Puts the products back to what they were; deleted ones return under their ids, as created. What others have written since, and not undone, is kept. Follow it at `/progress`; it ends as `reverted`. Only while `canUndo`.',
  })
  @Refuses('wrong_state')
  undo(@By() actor: Actor, @Param('id', { schema: Id }) id: number): Promise<BulkJob> {
    return this.bulkJobs.undo(actor, id);
  }

  @Get('bulk-jobs/:id/kept')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(KeptProduct), ...range })
  @ApiOperation({
    operationId: 'listProductsKeptByBulkJob',
    description: 'Products that the job, or undoing it, left as they are, and why; as long as history is kept.',
  })
  @Refuses('history_gone')
  async kept(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<KeptProduct[]> {
    const { kept, undo, finishedAt } = await this.bulkJobs.show(id);
    const { offset, limit } = listWindow(query, { sort: { id: 'id' }, filter: {} });
    const { rows, total } = await this.keptProducts.page([`bulk:${id}`, `undo:${id}`], offset, limit);
    if (!total && kept + (undo?.kept ?? 0) > 0)
      throw gone('history_gone', 'The products that were kept were', daysAfter(undo?.finishedAt ?? finishedAt!, this.env.HISTORY_DAYS));
    contentRange(res, 'products', offset, rows.length, total);
    return rows;
  }

  private async accepted(call: Call, request: BulkRequest, res: Response, mayPurge = true): Promise<BulkJob> {
    const job = await this.bulkJobs.start(call, request, mayPurge);
    res.setHeader('Location', `/api/bulk-jobs/${job.id}`);
    return job;
  }
}

const daysAfter = (time: string, days: number) => new Date(Date.parse(time) + days * 86_400_000);
