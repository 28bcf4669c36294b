import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import type { NextFunction, Request, Response } from 'express';
import { checkBodyType, isJsonForAll, mostForAll } from './body-type.js';
import { openApi } from './openapi.js';
import { nameRequest } from './request-id.js';

/** Options of `NestFactory.create` that `configure` counts on. */
export const httpOptions = { bodyParser: false } as const;

/** Everything about the HTTP side that the api process and the tests share. */
export function configure(app: NestExpressApplication): void {
  app.set('query parser', 'simple');
  app.set('etag', false); // an ETag is the version of a record, set by who knows it
  app.disable('x-powered-by');
  app.use(nameRequest);
  const strict = helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } }); // plain http must work
  const loose = helmet({ contentSecurityPolicy: false }); // Swagger UI has inline scripts
  app.use((req: Request, res: Response, next: NextFunction) => (req.path.startsWith('/api/docs') ? loose : strict)(req, res, next));
  app.use('/api', (_req: Request, res: Response, next: NextFunction) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', checkBodyType);
  app.useBodyParser('json', { limit: mostForAll, type: isJsonForAll });
  app.setGlobalPrefix('api');
  app.enableShutdownHooks();
  SwaggerModule.setup('api/docs', app, () => openApi(app), { jsonDocumentUrl: 'api/openapi.json' });
}
