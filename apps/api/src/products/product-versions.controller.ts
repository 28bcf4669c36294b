import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { DomainError, listParameter, ListQuery, maxVersionsAPage, Product, ProductRestore, ProductVersion, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { ProductVersionRepository, versionFields } from './product-version.repository.js';
import { tag, tagged } from './products.controller.js';
import { ProductsService } from './products.service.js';

const VersionListQuery = ListQuery.extend({
  field: listParameter('Only versions in which this field changed', 'name'),
}).catchall(z.string());

/** What a product was, and the way back. */
@ApiTags('products')
@Controller('products/:id')
export class ProductVersionsController {
  constructor(
    private readonly versions: ProductVersionRepository,
    private readonly service: ProductsService,
  ) {}

  @Get('versions')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(ProductVersion), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({
    operationId: 'listProductVersions',
    description:
      'The versions of a product, newest first, the current one included; of a deleted product too. At most 100 a page, 25 unless told; descriptions are cut to 2,000 characters (`descriptionCut`). Old versions are kept for HISTORY_DAYS.',
  })
  async list(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: VersionListQuery }) query: z.infer<typeof VersionListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ProductVersion[]> {
    const window = listWindow({ sort: '-version', ...query }, versionFields);
    if (window.limit > maxVersionsAPage) {
      const message = `A page has at most ${maxVersionsAPage} versions.`;
      throw new DomainError('invalid', message, [{ pointer: query.range ? '/range' : '/perPage', message }]);
    }
    const { rows, total } = await this.versions.page(id, window);
    contentRange(res, 'versions', window.offset, rows.length, total);
    return rows;
  }

  @Get('versions/:version')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: ProductVersion })
  @ApiOperation({ operationId: 'getProductVersion', description: 'One version, whole.' })
  @Refuses('history_gone')
  show(@Param('id', { schema: Id }) id: number, @Param('version', { schema: Id }) version: number): Promise<ProductVersion> {
    return this.versions.find(id, version);
  }

  @Post('restore')
  @HttpCode(200)
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product, headers: tag })
  @ApiOperation({
    operationId: 'restoreProduct',
    description:
      'Makes a product what it was, as a new version; one that is so already is not written. A deleted product comes back under its id: its deletion can be named as the version too, and is what `If-Match` or `seen` then stands for.',
  })
  @Refuses('sku_taken', 'history_gone')
  async restore(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ProductRestore }) { version, seen: told }: ProductRestore,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<Product> {
    return tagged(res, await this.service.restore(actor, id, version, seen ?? (told ? [told] : undefined)));
  }
}
