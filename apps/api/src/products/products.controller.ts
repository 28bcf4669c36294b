import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ListQuery, notFound, Product, ProductChanges, ProductInput, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, linkNext, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { productFields, ProductRepository } from './product.repository.js';
import { ProductsService } from './products.service.js';

const ProductListQuery = ListQuery.extend({
  sku: z.string().optional().describe('Contains, whatever the case'),
  name: z.string().optional().describe('Contains, whatever the case'),
  description: z.string().optional().describe('Contains, whatever the case'),
  active: z.string().optional().describe('true or false'),
  q: z.string().optional().describe('SKU, name or description contains it'),
  createdAt_gte: z.string().optional().describe('ISO 8601; also createdAt_lte, updatedAt_gte, updatedAt_lte. A day is meant whole'),
  updatedSince: z.string().optional().describe('As updatedAt_gte'),
  importId: z.string().optional().describe('Created or changed by this import, whoever wrote it since'),
  after: z.string().optional().describe('Where the page before ended, as its header Link tells; in place of page and range'),
}).catchall(z.string());

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductRepository,
    private readonly service: ProductsService,
  ) {}

  /**
   * A page of the catalogue, filtered and sorted, also by `attributes.<name>`. `Content-Range` has the total; when thousands match it is an estimate, and `X-Total-Estimated` says so.
   * `Link` with `rel="next"` names the next page by a cursor: on that way there is no total, and no page is slower than the first.
   */
  @Get()
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(Product), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  async list(
    @Query({ schema: ProductListQuery }) query: z.infer<typeof ProductListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Product[]> {
    const window = listWindow(query, productFields);
    const { rows, total, isEstimate, next } = await this.products.page(window);
    if (total !== undefined)
      contentRange(res, 'products', window.offset, rows.length, isEstimate ? Math.max(total, window.offset + rows.length) : total);
    if (isEstimate) res.setHeader('X-Total-Estimated', 'true');
    if (next) linkNext(res, next);
    return rows;
  }

  /** With `If-None-Match` and the version that the caller has: 304 while it is current. */
  @Get(':id')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: Product })
  async show(@Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<Product> {
    return tagged(res, (await this.products.find(id)) ?? (await Promise.reject(notFound('product', id))));
  }

  /** 409 `sku_taken` with `otherId` when a product has this SKU, in any case. `Idempotency-Key` is honoured. */
  @Post()
  @Can('products.write')
  @ApiCreatedResponse({ standardSchema: Product })
  async create(
    @Call() call: Call,
    @Body({ schema: ProductInput }) input: ProductInput,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Product> {
    const product = await this.service.create(call, input);
    res.setHeader('Location', `/api/products/${product.id}`);
    return tagged(res, product);
  }

  /** Merges like PATCH: what is left out stays. `If-Match` or `version` is checked when sent: 412 `stale_version` with the current record. */
  @Put(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
  async update(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductChanges }) changes: ProductChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Product> {
    return tagged(res, await this.service.update(actor, id, changes, seen));
  }

  /** As PUT. */
  @Patch(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
  change(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductChanges }) changes: ProductChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Product> {
    return this.update(actor, id, changes, res, seen);
  }

  /** Answers the product that was deleted; it can be restored. `If-Match` is checked when sent. */
  @Delete(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
  remove(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @IfMatch() seen?: number[]): Promise<Product> {
    return this.service.delete(actor, id, seen);
  }
}

/** Answers a product with its version as the ETag. */
export function tagged(res: Response, product: Product): Product {
  res.setHeader('ETag', `"${product.version}"`);
  return product;
}
