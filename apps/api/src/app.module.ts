import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import { adminFiles } from './http/admin-files.js';
import { HealthController } from './http/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { ImportsModule } from './imports/imports.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProductsModule } from './products/products.module.js';
import { PurchasesModule } from './purchases/purchases.module.js';
import { RetainedThings } from './retained-things.js';
import { RetentionController } from './retention.controller.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The api process: HTTP, progress, the admin's files. */
@Module({
  imports: [PlatformModule, OutboxModule, AccessModule, ImportsModule, ProductsModule, PurchasesModule, WebhooksModule, adminFiles], // imports before products: /products/upload before /products/:id
  controllers: [HealthController, RetentionController],
  providers: [RetainedThings, { provide: APP_FILTER, useClass: ProblemFilter }, { provide: APP_PIPE, useClass: ValidationPipe }],
})
export class AppModule {}
