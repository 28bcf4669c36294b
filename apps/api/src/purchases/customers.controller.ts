import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Customer, CustomerAddress, listParameter, ListQuery, notFound, Purchase } from '@app/domain';
import { Can } from '../access/can.js';
import { ApiExport, ExportQuery, Exports } from '../http/exports.js';
import { bind, contentRange, listWindow, within } from '../http/list.js';
import { cursorParameter, pageHeaders, sendPage } from '../http/page.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { customerExport } from './customer-export.js';
import { addressFields, customerFields, CustomerRepository } from './customer.repository.js';
import { PurchaseListQuery } from './purchase-query.js';
import { PurchaseSearch } from './purchase-search.js';
import { PurchaseRepository } from './purchase.repository.js';

const CustomerListQuery = ListQuery.extend({
  q: listParameter('A name, first and last together, or the number that the files give contains it', 'kent'),
  customerId: listParameter('The number that the files give, exactly', '1001'),
  state: listParameter('Of the present address, exactly, whatever the case', 'CA'),
  zip: listParameter('Of the present address, begins with', '94105'),
  importId: listParameter('A purchase of theirs came with this import', '12'),
  hasIrregularities: listParameter('true: open ones; false: none', 'true'),
  lastPurchaseAt_gte: listParameter('ISO 8601; also lastPurchaseAt_lte. A day is meant whole', '2026-11-21'),
  after: cursorParameter,
}).catchall(z.string());

/** Customers as the files of purchases tell of them; nothing here changes one. */
@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly purchases: PurchaseRepository,
    private readonly search: PurchaseSearch,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: z.array(Customer), headers: pageHeaders })
  @ApiOperation({
    description: 'Customers, filtered and sorted. Pages, totals and `Link` as with products.',
  })
  async list(
    @Query({ schema: CustomerListQuery }) query: z.infer<typeof CustomerListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Customer[]> {
    const window = listWindow(query, customerFields);
    return sendPage(res, 'customers', window, await this.customers.page(window));
  }

  @Get('export')
  @Can('purchases.read')
  @ApiExport('customer_id,first_name,last_name,address\n1001,Clark,Kent,456 Fake St.\n', '{"id":2,"customerId":1001,"firstName":"Clark"}\n')
  @ApiOperation({
    operationId: 'exportCustomers',
    description:
      'All customers that match, in the order of their numbers. Takes the filters of the list. `csv`: a line each, with the present address; `ndjson`: a Customer per line. Else as the export of products.',
  })
  @Refuses('busy')
  export(@Query({ schema: ExportQuery }) query: ExportQuery, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.exports.answer(req, res, customerExport, query);
  }

  @Get(':id')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: Customer })
  @ApiOperation({ description: 'A customer, by the id of the record; the number that the files give is a filter of the list.' })
  async show(@Param('id', { schema: Id }) id: number): Promise<Customer> {
    return (await this.customers.find(id)) ?? (await Promise.reject(notFound('customer', id)));
  }

  @Get(':id/addresses')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: z.array(CustomerAddress), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({ operationId: 'listAddressesOfCustomer', description: 'Where a customer has lived, the present address first.' })
  async addresses(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<CustomerAddress[]> {
    const { customerId } = await this.show(id);
    const window = listWindow({ sort: '-validFrom', ...query }, addressFields);
    const { rows, total } = await this.customers.addresses(customerId, window);
    contentRange(res, 'addresses', window.offset, rows.length, total);
    return rows;
  }

  @Get(':id/purchases')
  @Can('purchases.read')
  @ApiOkResponse({ standardSchema: z.array(Purchase), headers: pageHeaders })
  @ApiOperation({
    operationId: 'listPurchasesOfCustomer',
    description: 'Purchases and cancellations of a customer, the latest first unless told. Takes the filters of the list of purchases.',
  })
  async purchasesOf(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: PurchaseListQuery }) query: z.infer<typeof PurchaseListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Purchase[]> {
    const { customerId } = await this.show(id);
    const matching = await this.search.window({ sort: '-purchasedAt', ...query });
    const window = within(matching, (params) => `customer_id = ${bind(params, customerId)}`);
    return sendPage(res, 'purchases', window, await this.purchases.page(window));
  }
}
