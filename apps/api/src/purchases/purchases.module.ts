import { Module } from '@nestjs/common';
import { CustomerRepository } from './customer.repository.js';
import { CustomersController } from './customers.controller.js';
import { Figures } from './figures.js';
import { IrregularitiesController } from './irregularities.controller.js';
import { IrregularitiesService } from './irregularities.service.js';
import { IrregularityRepository } from './irregularity.repository.js';
import { PurchaseSearch } from './purchase-search.js';
import { PurchaseRepository } from './purchase.repository.js';
import { PurchasesController } from './purchases.controller.js';

/** What files of purchases brought, to be looked at and decided on. */
@Module({
  controllers: [CustomersController, PurchasesController, IrregularitiesController],
  providers: [CustomerRepository, Figures, IrregularitiesService, IrregularityRepository, PurchaseRepository, PurchaseSearch],
})
export class PurchasesModule {}
