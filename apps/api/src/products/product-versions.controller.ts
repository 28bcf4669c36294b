import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { DomainError, ListQuery, maxVersionsAPage, Product, ProductRestore, ProductVersion, type Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { ProductVersionRepository, versionFields } from './product-version.repository.js';
import { tagged } from './products.controller.js';
import { ProductsService } from './products.service.js';

const VersionListQuery = ListQuery.extend({
  field: z.string().optional().describe('Only versions in which this field changed'),
}).catchall(z.string());

/** What a product was, and the way back. */
@ApiTags('products')
@Controller('products/:id')
export class ProductVersionsController {
  constructor(
    private readonly versions: ProductVersionRepository,
    private readonly service: ProductsService,
  ) {}

  /**
   * The versions of a product, newest first, the current one included; of a deleted product too. At most 100 a page, 25 unless told; descriptions
   * are cut to 2,000 characters (`descriptionCut`). Old versions are kept for HISTORY_DAYS.
   */
  @Get('versions')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: z.array(ProductVersion), headers: { 'Content-Range': { schema: { type: 'string' } } } })
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

  /** One version, whole. 410 `history_gone` when it is not kept any longer. */
  @Get('versions/:version')
  @Can('products.read')
  @ApiOkResponse({ standardSchema: ProductVersion })
  show(@Param('id', { schema: Id }) id: number, @Param('version', { schema: Id }) version: number): Promise<ProductVersion> {
    return this.versions.find(id, version);
  }

  /**
   * Makes a product what it was, as a new version; one that is so already is not written. A deleted product comes back under its id: its
   * deletion can be named as the version too, and is what `If-Match` or `seen` then stands for. 409 `sku_taken` with `otherId`,
   * 410 `history_gone`, 412 `stale_version` with the current record.
   */
  @Post('restore')
  @HttpCode(200)
  @Can('products.write')
  @ApiOkResponse({ standardSchema: Product })
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
