import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Retained } from '@app/domain';
import { Can } from './access/can.js';
import { RetainedThings } from './retained-things.js';

@ApiTags('system')
@Controller('retention')
export class RetentionController {
  constructor(private readonly things: RetainedThings) {}

  @Get()
  @Can('system.read')
  @ApiOkResponse({ standardSchema: z.array(Retained) })
  @ApiOperation({
    operationId: 'listRetention',
    description:
      'What is kept for how long, how much there is of it, and when what was too old was last removed. Large numbers are estimates, and say so.',
  })
  list(): Promise<Retained[]> {
    return this.things.list();
  }
}
