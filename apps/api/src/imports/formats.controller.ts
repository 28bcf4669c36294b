import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { DomainError, FileFormat, importKindNames, keptRowErrors, maxColumns, maxRepairedRows, type ImportKindName } from '@app/domain';
import { Can } from '../access/can.js';
import { ENV, type Env } from '../platform/config.js';
import { csvLine } from './csv-line.js';
import { importKinds } from './kinds/index.js';
import { maxRecordBytes } from './record-scanner.js';

@ApiTags('import formats')
@Controller('import-formats')
export class FormatsController {
  constructor(@Inject(ENV) private readonly env: Env) {}

  @Get()
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(FileFormat) })
  @ApiOperation({
    operationId: 'listImportFormats',
    description: 'The kinds of files that can be imported: their fields, the names that columns may have, and the limits.',
  })
  list(): FileFormat[] {
    const limits = {
      bytes: this.env.MAX_UPLOAD_BYTES,
      rows: this.env.MAX_IMPORT_ROWS,
      columns: maxColumns,
      recordBytes: maxRecordBytes,
      keptRowErrors,
      repairedRows: maxRepairedRows,
    };
    return importKindNames.map((kind) => ({
      kind,
      fields: importKinds[kind].format.fields.map(({ name, required, aliases, weakAliases, onEmpty, maxLength }) => ({
        name,
        required,
        aliases: [...aliases],
        weakAliases: [...weakAliases],
        onEmpty,
        maxLength,
      })),
      headless: importKinds[kind].format.headless,
      unquoted: [...importKinds[kind].format.unquoted],
      limits,
      template: `/api/import-formats/${kind}/template.csv`,
    }));
  }

  @Get(':kind/template.csv')
  @Can('imports.read')
  @ApiParam({ name: 'kind', description: 'The kind of file', schema: { type: 'string', enum: [...importKindNames], example: 'products' } })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    schema: { type: 'string', example: 'sku,name,description,active\r\nMUG-1,Blue mug,,true\r\n' },
    headers: { 'Content-Disposition': { schema: { type: 'string' } } },
  })
  @ApiOperation({ operationId: 'downloadImportTemplate', description: 'A file of the kind with two example rows, which imports as it is.' })
  template(@Param('kind') kind: string, @Res({ passthrough: true }) res: Response): string {
    if (!isKind(kind))
      throw new DomainError('not_found', `There is no kind of import of this name. There are: ${importKindNames.join(', ')}.`);
    const { fields } = importKinds[kind].format;
    res.attachment(`${kind}-template.csv`);
    const examples = fields[0]!.examples.map((_, nth) => fields.map((field) => field.examples[nth]!));
    return [fields.map(({ name }) => name), ...examples].map(csvLine).join('');
  }
}

const isKind = (name: string): name is ImportKindName => (importKindNames as readonly string[]).includes(name);
