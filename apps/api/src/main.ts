import type { NestExpressApplication } from '@nestjs/platform-express';
import { report, run } from './platform/run.js';

await run(async ({ PORT, HOST, LOG_LEVEL, MAX_UPLOAD_BYTES }) => {
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await import('./app.module.js');
  const { configure, httpOptions } = await import('./http/configure.js');
  const { logLevels } = await import('./platform/log-levels.js');
  const { limitUploads } = await import('./http/upload-limit.js');
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    ...httpOptions,
    logger: logLevels(LOG_LEVEL),
    abortOnError: false,
  });
  limitUploads(app.getHttpServer(), MAX_UPLOAD_BYTES);
  configure(app);
  await app.listen(PORT, HOST);
  report({ listening: await app.getUrl() });
});
