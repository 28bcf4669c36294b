import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import manifest from '../../../../package.json' with { type: 'json' };
import { completeDocument } from './complete-document.js';
import { documentWebhooks } from './document-webhooks.js';
import { jsonSchema } from './json-schema.js';
import { operationId } from './operation-id.js';

const description = `The back office that takes a catalogue's CSV and makes products of it.

**Who may.** Programs send an API key (\`Authorization: Bearer …\`), browsers a session cookie (\`POST /api/auth/login\`); never both.

**Lists** take \`page\` and \`perPage\`, or \`range\` as react-admin sends it; \`Content-Range\` has the total. Ids are numbers, times are ISO 8601 in UTC.

**Errors** are RFC 9457 problems (\`application/problem+json\`) with a stable \`code\`. At an address that does not exist it is \`not_found\`; a method that an address does not offer is 405 \`method_not_allowed\`.

**Twice is once.** What carries an \`Idempotency-Key\` is done once in 24 hours. \`If-Match\` with the \`ETag\` that was read keeps the changes of others.`;

/** A new tag is told of here, or `npm run check` asks for it. */
const tags: Record<string, string> = {
  products: 'The catalogue, product by product',
  'bulk jobs': 'Work over many products at once',
  customers: 'Who bought, as files of purchases tell',
  purchases: 'Purchases and cancellations, as files of purchases tell',
  irregularities: 'What looks wrong in files of purchases, and what people decide',
  imports: 'Files on their way to products: sent, checked, confirmed, followed, undone',
  uploads: 'Files that come in pieces, as tus 1.0 has it (https://tus.io); imported by their id',
  webhooks: 'Who is told of what happens, how requests reach them, and how that went',
  'import profiles': 'How files of one layout are read, by name',
  'import formats': 'What a file may look like',
  events: 'Everything that happened, in order, for who rather asks than is told',
  aliases: 'Other names for the same, as programs for similar importers expect them',
  auth: 'Sessions of people',
  system: 'What the server keeps',
  health: 'Whether a process can serve',
};

/** The OpenAPI 3.1 document: routes from their decorators, shapes from the Zod schemas, what all operations share from `completeDocument`. */
export function openApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Product Importer')
    .setDescription(description)
    .setVersion(manifest.version)
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'Production: the server that this document comes from')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque', description: 'An API key' })
    .addCookieAuth('session', { type: 'apiKey', description: 'A session; over https the cookie is called __Host-session' })
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie');
  for (const [name, text] of Object.entries(tags)) builder.addTag(name, text);
  const shapes = new Map<string, string>();
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: operationId,
    standardSchemaConverter: (schema, { schemaType }) => {
      if (!(schema instanceof z.ZodType)) return undefined;
      const found = jsonSchema(schema, schemaType);
      for (const [id, shape] of Object.entries(found.components)) {
        const [known, text] = [shapes.get(id) ?? JSON.stringify(shape), JSON.stringify(shape)];
        if (known !== text)
          throw new Error(`The schema ${id} has one shape when it is sent and another when it is answered: name them apart.`);
        shapes.set(id, text);
      }
      if (schema instanceof z.ZodOptional) found.schema['x-optional'] = true;
      return found;
    },
  });
  return documentWebhooks(completeDocument(document));
}
