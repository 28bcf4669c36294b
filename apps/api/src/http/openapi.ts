import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

/** OpenAPI 3.1 from the Zod schemas. Without the converter Nest asks Zod for 3.0 keywords, which 3.1 does not know. */
export function openApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Product Importer')
    .setDescription('Catalogues in, products out. Errors are RFC 9457 problems with a stable `code`.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' })
    .addCookieAuth('session')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('cookie')
    .build();
  return SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => {
      if (!(schema instanceof z.ZodType)) return undefined;
      const {
        $schema: _,
        $defs = {},
        ...root
      } = z.toJSONSchema(schema, {
        target: 'draft-2020-12',
        io: schemaType,
        override: ({ jsonSchema }) => {
          if (jsonSchema.format) delete jsonSchema.pattern; // says nothing that the format does not
          if (schemaType === 'output') delete jsonSchema.additionalProperties; // or a new field would break strict clients
        },
      }) as Record<string, unknown>;
      return { schema: root, components: $defs as Record<string, unknown> };
    },
  });
}
