import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BulkJob, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { BulkJobs } from './bulk-jobs.js';

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

@ApiTags('bulk jobs')
@Controller()
export class BulkJobsController {
  constructor(private readonly bulkJobs: BulkJobs) {}

  @Delete('products')
  @HttpCode(202)
  @Can('products.purge')
  @ApiAcceptedResponse({ standardSchema: BulkJob })
  @ApiOperation({
    operationId: 'deleteAllProducts',
    description: 'Deletes every product. 422 `confirmation_required` with `count` without `confirm`, 409 `count_changed` with a wrong one.',
  })
  @Refuses('confirmation_required', 'count_changed')
  deleteAll(@By() actor: Actor, @Query({ schema: Confirmation }) { confirm }: Confirmation): Promise<BulkJob> {
    return this.bulkJobs.deleteAll(actor, confirm);
  }

  @Delete('products/bulk-delete')
  @HttpCode(202)
  @Can('products.purge')
  @ApiAcceptedResponse({ standardSchema: BulkJob })
  @ApiTags('aliases')
  @ApiOperation({ operationId: 'deleteAllProductsAlias', description: 'As DELETE /api/products.' })
  @Refuses('confirmation_required', 'count_changed')
  deleteAllAlias(@By() actor: Actor, @Query({ schema: Confirmation }) { confirm }: Confirmation): Promise<BulkJob> {
    return this.bulkJobs.deleteAll(actor, confirm);
  }

  @Get('bulk-jobs/:id')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: BulkJob })
  @ApiOperation({ description: 'A bulk job as it stands.' })
  show(@Param('id', { schema: Id }) id: number): Promise<BulkJob> {
    return this.bulkJobs.show(id);
  }
}
