import { Controller, Get, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { DomainError, ListQuery } from '@app/domain';
import { Can } from '../access/can.js';
import { listWindow } from '../http/list.js';
import { Refuses } from '../http/refuses.js';
import { requestId } from '../http/request-id.js';
import { exportFormats, exportModes, type ExportFormat } from './export-file.js';
import { ProductExports } from './product-exports.js';
import { productFields } from './product.repository.js';

const ExportQuery = ListQuery.pick({ filter: true })
  .extend({
    format: z
      .enum(exportFormats)
      .default('csv')
      .describe('Of the file')
      .meta({ examples: ['csv'] }),
    mode: z
      .enum(exportModes)
      .default('safe')
      .describe(
        "Of csv. safe: for spreadsheets, with ' before what looks like a formula; an import takes it off again. raw: every cell as it is",
      )
      .meta({ examples: ['safe'] }),
  })
  .catchall(z.string());

const contentType: Record<ExportFormat, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** What says which part of a list is wanted, and in which order. */
const paging = ['range', 'page', 'perPage', 'after', 'sort'];

/** So long a client may take nothing. Its snapshot keeps PostgreSQL from cleaning up. */
const patienceMs = 60_000;

/** Taking products out. */
@ApiTags('products')
@Controller('products')
export class ExportController {
  private readonly log = new Logger(ExportController.name);

  constructor(private readonly exports: ProductExports) {}

  @Get('export')
  @Can('products.read')
  @ApiOkResponse({
    content: {
      'text/csv': { schema: { type: 'string', example: 'sku,name,description,active,attributes.colour\nMUG-1,Blue mug,,true,blue\n' } },
      'application/x-ndjson': { schema: { type: 'string', example: '{"id":1,"sku":"MUG-1","name":"Blue mug"}\n' } },
    },
    headers: {
      'Content-Disposition': { schema: { type: 'string' } },
      'X-Total-Count': { schema: { type: 'integer' } },
    },
  })
  @ApiOperation({
    operationId: 'exportProducts',
    description:
      'All products that match, as they are at one moment, in the order of their SKUs. Takes the filters of the list. `csv`: `sku,name,description,active` and a column `attributes.<key>` for each attribute that occurs, empty where a product does not have it; importing the file changes nothing. `ndjson`: a Product per line. 429 `busy` while two others are under way. An answer that breaks off is not whole: it has no end, and fewer products than `X-Total-Count` says.',
  })
  @Refuses('busy')
  async export(
    @Query({ schema: ExportQuery }) { format, mode, ...filters }: z.infer<typeof ExportQuery>,
    @Req() req: Request,
    @Res() res: Response,
  ): Promise<void> {
    const unfit = paging.find((name) => name in filters);
    if (unfit) {
      const message = 'An export has all that match, in the order of their SKUs.';
      throw new DomainError('invalid', `${message} It takes no ${unfit}.`, [{ pointer: `/${unfit}`, message }]);
    }
    res.setTimeout(patienceMs, () => res.destroy());
    try {
      await this.exports.send(listWindow(filters, productFields), { format, mode }, res, (total) => {
        res.type(contentType[format]);
        res.setHeader('Content-Disposition', `attachment; filename="products-${new Date().toISOString().slice(0, 10)}.${format}"`);
        res.setHeader('X-Total-Count', total);
        res.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, X-Total-Count');
        if (req.method === 'HEAD') res.end();
        return req.method !== 'HEAD';
      });
    } catch (error) {
      if (res.headersSent) this.log.error(`${requestId(req)} export of products: ${(error as Error).stack}`); // the client sees the cut
      throw error;
    }
  }
}
