import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { ListQuery, notFound, Product, ProductChanges, ProductInput, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { Call } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { productFields, ProductRepository } from './product.repository.js';
import { ProductsService } from './products.service.js';

const ProductListQuery = ListQuery.extend({
  sku: z
    .string()
    .optional()
    .describe('Contains, whatever the case')
    .meta({ examples: ['mug'] }),
  name: z
    .string()
    .optional()
    .describe('Contains, whatever the case')
    .meta({ examples: ['blue'] }),
  description: z
    .string()
    .optional()
    .describe('Contains, whatever the case')
    .meta({ examples: ['0.3 l'] }),
  active: z
    .string()
    .optional()
    .describe('true or false')
    .meta({ examples: ['true'] }),
  q: z
    .string()
    .optional()
    .describe('SKU, name or description contains it')
    .meta({ examples: ['mug'] }),
  updatedSince: z
    .string()
    .optional()
    .describe('ISO 8601')
    .meta({ examples: ['2026-11-21T00:00:00Z'] }),
}).catchall(z.string());

const tag = { ETag: { schema: { type: 'string' as const } } };

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductRepository,
    private readonly service: ProductsService,
  ) {}

  @Get()
  @Can('products.read')
  @ApiOkResponse({
    standardSchema: z.array(Product),
    headers: { 'Content-Range': { schema: { type: 'string' } }, 'X-Total-Estimated': { schema: { type: 'string' } } },
  })
  @ApiOperation({
    description:
      'A page of the catalogue, filtered and sorted; `Content-Range` has the total. When thousands match a text it is an estimate, and `X-Total-Estimated` says so.',
  })
  async list(
    @Query({ schema: ProductListQuery }) query: z.infer<typeof ProductListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Product[]> {
    const window = listWindow(query, productFields);
    const { rows, total, isEstimate } = await this.products.page(window);
    contentRange(res, 'products', window.offset, rows.length, isEstimate ? Math.max(total, window.offset + rows.length) : total);
    if (isEstimate) res.setHeader('X-Total-Estimated', 'true');
    return rows;
  }

  @Get(':id')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({ description: 'A product as it is stored; its `ETag` is its version.' })
  async show(@Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<Product> {
    return tagged(res, (await this.products.find(id)) ?? (await Promise.reject(notFound('product', id))));
  }

  @Post()
  @Can('products.write')
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
    @IfMatch() seen?: number,
  ): Promise<Product> {
    return tagged(res, await this.service.update(actor, id, changes, seen));
  }

  @Patch(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({ description: 'As PUT.' })
  @Refuses('sku_taken', 'stale_version')
  change(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductChanges }) changes: ProductChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number,
  ): Promise<Product> {
    return this.update(actor, id, changes, res, seen);
  }

  @Delete(':id')
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
  @ApiOperation({ description: 'Deletes a product and answers what it was.' })
  remove(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @IfMatch() seen?: number): Promise<Product> {
    return this.service.delete(actor, id, seen);
  }
}

function tagged(res: Response, product: Product): Product {
  res.setHeader('ETag', `"${product.version}"`);
  return product;
}
