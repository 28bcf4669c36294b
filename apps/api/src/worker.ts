import os from 'node:os';
import { report, run } from './platform/run.js';

os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL); // where processors are short, whoever answers a person goes first

await run(async ({ LOG_LEVEL }) => {
  const { NestFactory } = await import('@nestjs/core');
  const { WorkerModule } = await import('./worker.module.js');
  const { logLevels } = await import('./platform/log-levels.js');
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: logLevels(LOG_LEVEL), abortOnError: false });
  app.enableShutdownHooks();
  report({ ready: true });
});
