import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { FileRetention } from './file-retention.js';
import { Housekeeping } from './housekeeping.js';
import { ImportProcessor } from './imports/import.processor.js';
import { ImportsModule } from './imports/imports.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { BulkJobProcessor } from './products/bulk-job.processor.js';
import { ProductsModule } from './products/products.module.js';
import { SearchIndexer } from './products/search-indexer.js';
import { Retention } from './retention.js';
import { Sweeper } from './sweeper.js';
import { DeliveringModule } from './webhooks/delivering.module.js';

/** A worker process: what the queues ring for, and the timers. */
@Module({
  imports: [PlatformModule, OutboxModule, AccessModule, ImportsModule, ProductsModule, DeliveringModule],
  providers: [ImportProcessor, BulkJobProcessor, SearchIndexer, Sweeper, Retention, FileRetention, Housekeeping],
})
export class WorkerModule {}
