import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { z } from 'zod';

/** Describes a stream of server-sent events: the data of each is the whole of what is followed, as `schema` has it. */
export const Follows = (schema: z.ZodType) =>
  applyDecorators(
    ApiProduces('text/event-stream'),
    ApiOkResponse({
      standardSchema: schema,
      description: 'Server-sent events: `progress` as often as something moves, at last `done`. The data of each is all of it, as JSON.',
    }),
    ApiNoContentResponse({ description: 'Nothing more comes: the end was seen (`Last-Event-ID`).' }),
    ApiHeader({
      name: 'Last-Event-ID',
      description: 'The `id` of the last event that a client saw which comes back',
      schema: { type: 'string', maxLength: 100 },
      example: '42',
    }),
  );
