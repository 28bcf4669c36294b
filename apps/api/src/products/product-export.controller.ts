import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Can } from '../access/can.js';
import { ApiExport, ExportQuery, Exports } from '../http/exports.js';
import { Refuses } from '../http/refuses.js';
import { productExport } from './product-export.js';
import { productFilters } from './product.repository.js';

const ProductExportQuery = ExportQuery.extend(productFilters);

/** Taking products out. */
@ApiTags('products')
@Controller('products')
export class ProductExportController {
  constructor(private readonly exports: Exports) {}

  @Get('export')
  @Can('products.read')
  @ApiExport('sku,name,description,active,attributes.colour\nMUG-1,Blue mug,,true,blue\n', '{"id":1,"sku":"MUG-1","name":"Blue mug"}\n')
  @ApiOperation({
    operationId: 'exportProducts',
    description:
      'All products that match, as they are at one moment, in the order of their SKUs. Takes the filters of the list. `csv`: `sku,name,description,active` and a column `attributes.<key>` for each attribute that occurs, empty where a product does not have it; importing the file changes nothing. `ndjson`: a Product per line. 429 `busy` while two others are under way. An answer that breaks off, as one does that is not read to its end within an hour, is not whole: it has no end, and fewer products than `X-Total-Count` says.',
  })
  @Refuses('busy')
  export(@Query({ schema: ProductExportQuery }) query: ExportQuery, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.exports.answer(req, res, productExport, query);
  }
}
