import type { OpenAPIObject } from '@nestjs/swagger';
import { EventBatch, eventSchemas } from '@app/domain';
import type { z } from 'zod';
import { jsonSchema } from './json-schema.js';

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', maxLength: 1_000 },
  example,
});

const headers = [
  header('webhook-id', 'Stays the same over all attempts', 'evt_k3f9_1042_7'),
  header('webhook-timestamp', 'Seconds since 1970, when this attempt was made', '1795248000'),
  header('webhook-signature', '`v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64, one for each key with a space between', 'v1,K5oZ…='), // prettier-ignore
];

/** Adds what is posted to webhooks: a plain event of each type, and the batch. */
export function documentWebhooks(document: OpenAPIObject): OpenAPIObject {
  const webhooks: Record<string, object> = {};
  for (const [type, schema] of [...Object.entries(eventSchemas), ['batch', EventBatch] as const]) {
    const { id, description } = (schema as z.ZodType).meta()!;
    Object.assign(document.components!.schemas!, jsonSchema(schema, 'output').components);
    webhooks[type] = {
      post: {
        summary: type,
        description,
        tags: ['webhooks'],
        security: [],
        parameters: headers,
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${id}` } } } },
        responses: {
          '2XX': { description: 'Taken. Everything else is tried again, or refused for good: docs/webhooks.md says which.' },
          '410': { description: 'The receiver is gone: the webhook is disabled.' },
        },
      },
    };
  }
  return Object.assign(document, { webhooks });
}
