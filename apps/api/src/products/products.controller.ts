import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ListQuery, notFound, Product, ProductChanges, ProductInput, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { TakesLongProducts } from '../http/json-body.js';
import { listWindow } from '../http/list.js';
import { cursorParameter, pageHeaders, sendPage, sendParts } from '../http/page.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { productFields, productFilters, ProductRepository } from './product.repository.js';
import { ProductsService } from './products.service.js';

const ProductListQuery = ListQuery.extend({ ...productFilters, after: cursorParameter }).catchall(z.string());

export const tag = { ETag: { schema: { type: 'string' as const } } };

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductRepository,
    private readonly service: ProductsService,
  ) {}

  @Get()
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(Product), headers: { ...pageHeaders, 'X-Unsearched-Changes': { schema: { type: 'integer' } } } })
  @ApiOperation({
    description:
      'A page of the catalogue, filtered and sorted, also by `attributes.<name>`. `Content-Range` has the total; when thousands match it is an estimate, and `X-Total-Estimated` says so. Texts are searched through an index: while an import or a bulk job writes faster than that follows, `X-Unsearched-Changes` says how many of its changes were not looked through; ask again some seconds later to be sure. `Link` with `rel="next"` names the next page by a cursor: on that way there is no total, and no page is slower than the first. A page of more than 8 MiB is read while it is sent: what is deleted meanwhile is missing from it.',
  })
  async list(
    @Query({ schema: ProductListQuery }) query: z.infer<typeof ProductListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Product[] | StreamableFile> {
    const window = listWindow(query, productFields);
    const page = await this.products.page(window);
    if (page.unsearched) res.setHeader('X-Unsearched-Changes', page.unsearched);
    const parts = await this.products.parts(page.rows);
    if (parts.length === 1) return sendPage(res, 'products', window, { ...page, rows: await this.products.read(page.rows) });
    sendPage(res, 'products', window, page);
    return sendParts(parts, (part) => this.products.read(part));
  }

  @Get(':id')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({
    description:
      'A product as it is stored; its `ETag` is its version. With `If-None-Match` and the version that the caller has: 304 while it is current.',
  })
  async show(@Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<Product> {
    return tagged(res, (await this.products.find(id)) ?? (await Promise.reject(notFound('product', id))));
  }

  @Post()
  @Can('products.write')
  @TakesLongProducts()
  @ApiCreatedResponse({ standardSchema: Product, headers: { ...tag, Location: { schema: { type: 'string' } } } })
  @ApiOperation({ description: 'Adds a product. `Idempotency-Key` is honoured.' })
  @Refuses('sku_taken')
  async create(
    @Call() call: Call,
    @Body({ schema: ProductInput }) input: ProductInput,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Product> {
    const product = await this.service.create(call, input);
    res.setHeader('Location', `/api/products/${product.id}`);
    return tagged(res, product);
  }

  @Put(':id')
  @Can('products.write')
  @TakesLongProducts()
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({
    description: 'Changes a product. Merges like PATCH: what is left out stays. `If-Match` or `version` is checked when sent.',
  })
  @Refuses('sku_taken', 'stale_version')
  async update(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductChanges }) changes: ProductChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Product> {
    return tagged(res, await this.service.update(actor, id, changes, seen));
  }

  @Patch(':id')
  @Can('products.write')
  @TakesLongProducts()
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({ description: 'As PUT.' })
  @Refuses('sku_taken', 'stale_version')
  change(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductChanges }) changes: ProductChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Product> {
    return this.update(actor, id, changes, res, seen);
  }

  @Delete(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
  @ApiOperation({ description: 'Deletes a product and answers what it was; it can be restored. `If-Match` is checked when sent.' })
  remove(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @IfMatch() seen?: number[]): Promise<Product> {
    return this.service.delete(actor, id, seen);
  }
}

/** Answers a product with its version as the ETag. */
export function tagged(res: Response, product: Product): Product {
  res.setHeader('ETag', `"${product.version}"`);
  return product;
}
