import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TurnsModule } from '../turns/turns.module.js';
import { BulkJobProgress } from './bulk-job-progress.js';
import { BulkJobRepository } from './bulk-job.repository.js';
import { BulkJobsController } from './bulk-jobs.controller.js';
import { BulkJobs } from './bulk-jobs.js';
import { ProductExportController } from './product-export.controller.js';
import { ProductRepository } from './product.repository.js';
import { ProductSearch } from './product-search.js';
import { ProductVersionRepository } from './product-version.repository.js';
import { ProductVersionsController } from './product-versions.controller.js';
import { ProductTable } from './product.table.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';
import { SearchIndex } from './search-index.js';

@Module({
  imports: [TypeOrmModule.forFeature([ProductTable]), TurnsModule],
  controllers: [BulkJobsController, ProductExportController, ProductsController, ProductVersionsController], // the first two have fixed paths below /products, which must win over :id
  providers: [
    BulkJobProgress,
    BulkJobRepository,
    BulkJobs,
    ProductRepository,
    ProductSearch,
    ProductVersionRepository,
    ProductsService,
    SearchIndex,
  ],
  exports: [BulkJobRepository, BulkJobs, ProductRepository, SearchIndex],
})
export class ProductsModule {}
