import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { DomainError } from '@app/domain';
import { z } from 'zod';
import { Public } from './public.js';

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health', examples: [{ status: 'ok' }] });

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly db: DataSource) {}

  @Get('health')
  @Public()
  @ApiOkResponse({ standardSchema: Health })
  @ApiOperation({ operationId: 'getHealth', description: 'The process can serve.' })
  health(): z.infer<typeof Health> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOkResponse({ standardSchema: Health })
  @ApiServiceUnavailableResponse()
  @ApiOperation({
    operationId: 'getReadiness',
    description: 'The process and what it stands on can serve; otherwise 503 names the part that is missing.',
  })
  async ready(): Promise<z.infer<typeof Health>> {
    await this.db.query(`select 1 from imports limit 1`).catch((error: { code?: string }) => {
      const missing = error.code === '42P01' ? 'migrations' : 'database';
      throw new DomainError('unavailable', `The ${missing} cannot be used.`, undefined, { missing });
    });
    return { status: 'ok' };
  }
}
