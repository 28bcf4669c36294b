import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { DomainError } from '@app/domain';
import { z } from 'zod';
import { Public } from './public.js';

const Health = z.object({ status: z.literal('ok') });

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly db: DataSource) {}

  /** The process can serve. */
  @Get('health')
  @Public()
  @ApiOkResponse({ standardSchema: Health })
  health(): z.infer<typeof Health> {
    return { status: 'ok' };
  }

  /** The process and what it stands on can serve; otherwise 503 names the part that is missing. */
  @Get('ready')
  @Public()
  @ApiOkResponse({ standardSchema: Health })
  @ApiServiceUnavailableResponse()
  async ready(): Promise<z.infer<typeof Health>> {
    await this.db.query(`select 1 from imports limit 1`).catch((error: { code?: string }) => {
      const missing = error.code === '42P01' ? 'migrations' : 'database';
      throw new DomainError('unavailable', `The ${missing} cannot be used.`, undefined, { missing });
    });
    return { status: 'ok' };
  }
}
