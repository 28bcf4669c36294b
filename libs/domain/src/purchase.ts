import { z } from 'zod';
import { maxWindow } from './list-query.js';
import { harmless } from './product.js';
import { hasControlCharacter, tidy } from './text.js';

const count = z.int().min(0);
const time = z.iso.datetime();
const amount = z
  .string()
  .regex(/^\d+\.\d\d$/)
  .describe('US dollars, an exact decimal');

/** What a row of a purchase file can be. */
export const purchaseStatuses = ['new', 'canceled'] as const;
export type PurchaseStatus = (typeof purchaseStatuses)[number];

/** Where a customer lived, and from which purchase to which that was so. */
export const CustomerAddress = z
  .object({
    id: z.int().positive(),
    street: z.string(),
    state: z.string(),
    zip: z.string().describe('Text: zeros stay'),
    validFrom: time.describe('The first purchase with it'),
    validTo: time.nullable().describe('The first purchase with the next one; null: it is the present one'),
    importId: z.int().positive().describe('The first import that told of it'),
    learnedAt: time.describe('When that was'),
    completedByImportId: z.int().positive().nullable().describe('The later import that told the last four digits of its zip'),
    completedAt: time.nullable().describe('When that was'),
  })
  .meta({
    id: 'CustomerAddress',
    examples: [
      {
        id: 4,
        street: '99 Elm St.',
        state: 'CA',
        zip: '94105-1234',
        validFrom: '2026-04-05T14:30:00.000Z',
        validTo: null,
        importId: 12,
        learnedAt: '2026-11-21T08:00:00.000Z',
        completedByImportId: null,
        completedAt: null,
      },
    ],
  });
export type CustomerAddress = z.infer<typeof CustomerAddress>;

/** A customer, as the latest of all their purchases says. */
export const Customer = z
  .object({
    id: z.int().positive(),
    customerId: z.int().min(0).describe('The number that the files give'),
    firstName: z.string(),
    lastName: z.string(),
    address: CustomerAddress.pick({ street: true, state: true, zip: true, validFrom: true }).nullable().describe('The present one'),
    addresses: count.describe('How many there have been'),
    purchases: count,
    live: count.describe('Purchases that are not canceled'),
    spent: amount.describe('Of the live ones'),
    lastPurchaseAt: time.nullable(),
    irregularities: count.describe('Open ones'),
    lastImportId: z.int().positive(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({
    id: 'Customer',
    examples: [
      {
        id: 2,
        customerId: 1001,
        firstName: 'Clark',
        lastName: 'Kent',
        address: { street: '456 Fake St.', state: 'CA', zip: '54321', validFrom: '2026-04-07T10:30:00.000Z' },
        addresses: 1,
        purchases: 1,
        live: 1,
        spent: '50.12',
        lastPurchaseAt: '2026-04-07T10:30:00.000Z',
        irregularities: 0,
        lastImportId: 12,
        createdAt: '2026-11-21T08:00:00.000Z',
        updatedAt: '2026-11-21T08:00:00.000Z',
      },
    ],
  });
export type Customer = z.infer<typeof Customer>;

/** A purchase, or a cancellation: each is an event of its own in the files. */
export const Purchase = z
  .object({
    id: z.int().positive(),
    status: z.enum(purchaseStatuses),
    customer: z.object({ id: z.int().positive(), customerId: z.int().min(0), firstName: z.string(), lastName: z.string() }),
    product: z.object({
      id: z.int().positive().nullable().describe('null: it was deleted since'),
      sku: z.string(),
      name: z.string().describe('As the row has it'),
    }),
    amount,
    purchasedAt: time,
    canceledById: z.int().positive().nullable().describe('Of a purchase: the event that canceled it'),
    cancelsId: z.int().positive().nullable().describe('Of a cancellation: the purchase that it canceled; null: none is known'),
    importId: z.int().positive(),
    rowNo: z.int().positive(),
    line: z.int().positive(),
    createdAt: time,
  })
  .meta({
    id: 'Purchase',
    examples: [
      {
        id: 9,
        status: 'new',
        customer: { id: 2, customerId: 1001, firstName: 'Clark', lastName: 'Kent' },
        product: { id: 31, sku: '431', name: 'Print Magazine' },
        amount: '50.12',
        purchasedAt: '2026-04-07T10:30:00.000Z',
        canceledById: null,
        cancelsId: null,
        importId: 12,
        rowNo: 3,
        line: 3,
        createdAt: '2026-11-21T08:00:00.000Z',
      },
    ],
  });
export type Purchase = z.infer<typeof Purchase>;

/** What the purchases that match a filter come to. */
export const PurchaseFigures = z
  .object({
    purchases: count,
    canceled: count,
    revenue: amount.describe('Of purchases that are not canceled'),
    canceledAmount: amount,
    customers: count,
    unit: z.enum(['day', 'week', 'month']).describe('As long as a step of `steps`'),
    steps: z.array(z.object({ at: time, purchases: count, canceled: count, revenue: amount })).max(400),
    products: z
      .array(z.object({ sku: z.string(), name: z.string(), purchases: count, revenue: amount }))
      .max(10)
      .describe('Those with the most revenue'),
  })
  .meta({
    id: 'PurchaseFigures',
    examples: [
      {
        purchases: 3,
        canceled: 2,
        revenue: '50.12',
        canceledAmount: '150.24',
        customers: 3,
        unit: 'day',
        steps: [{ at: '2026-04-05T00:00:00.000Z', purchases: 1, canceled: 0, revenue: '100.12' }],
        products: [{ sku: '431', name: 'Print Magazine', purchases: 1, revenue: '50.12' }],
      },
    ],
  });
export type PurchaseFigures = z.infer<typeof PurchaseFigures>;

export const irregularityRules = [
  'cancel_unknown',
  'cancel_repeated',
  'cancel_too_early',
  'new_after_cancel',
  'amount_differs',
  'event_in_future',
  'product_renamed',
  'customer_changed',
  'amount_outlier',
  'many_new_customers',
  'many_new_products',
  'many_cancellations',
] as const;
export type IrregularityRule = (typeof irregularityRules)[number];

export const severities = ['info', 'warning', 'serious'] as const;
export type Severity = (typeof severities)[number];

export const irregularityStatuses = ['open', 'accepted', 'ignored', 'resolved'] as const;
export type IrregularityStatus = (typeof irregularityStatuses)[number];

/** Something in a purchase file that somebody should look at. The row itself stays. */
export const Irregularity = z
  .object({
    id: z.int().positive(),
    rule: z.enum(irregularityRules),
    severity: z.enum(severities),
    status: z
      .enum(irregularityStatuses)
      .describe('accepted, ignored: decided by a person; resolved: a later file brought what was missing'),
    message: z.string().describe('What is odd, in a sentence'),
    evidence: z
      .array(
        z.object({
          at: time.nullable(),
          text: z.string(),
          importId: z.int().positive().nullable(),
          rowNo: z.int().positive().nullable(),
          purchaseId: z.int().positive().nullable(),
        }),
      )
      .max(20)
      .describe('What it rests on, in order of time'),
    customer: z.object({ id: z.int().positive(), customerId: z.int().min(0), firstName: z.string(), lastName: z.string() }).nullable(),
    sku: z.string().nullable(),
    purchaseId: z.int().positive().nullable(),
    foundByImportId: z.int().positive().describe('The import that made it so: the one that it is about, or a later one'),
    importId: z.int().positive().describe('Of the row that it is about'),
    rowNo: z.int().positive().nullable().describe('null: it is about the file as a whole'),
    line: z.int().positive().nullable(),
    note: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: time.nullable(),
    resolvedByImportId: z
      .int()
      .positive()
      .nullable()
      .describe('The later file that explains it; of what was accepted or ignored before, too'),
    createdAt: time,
  })
  .meta({
    id: 'Irregularity',
    examples: [
      {
        id: 5,
        rule: 'cancel_unknown',
        severity: 'serious',
        status: 'open',
        message: 'Product 431 was canceled for customer 1001 on 6 April 2026, but no purchase of it is known.',
        evidence: [{ at: '2026-04-06T10:30:00.000Z', text: 'canceled, 50.12 US$', importId: 12, rowNo: 4, purchaseId: 10 }],
        customer: { id: 2, customerId: 1001, firstName: 'Clark', lastName: 'Kent' },
        sku: '431',
        purchaseId: 10,
        foundByImportId: 12,
        importId: 12,
        rowNo: 4,
        line: 4,
        note: '',
        decidedBy: null,
        decidedAt: null,
        resolvedByImportId: null,
        createdAt: '2026-11-21T08:00:00.000Z',
      },
    ],
  });
export type Irregularity = z.infer<typeof Irregularity>;

const note = z
  .string()
  .overwrite(tidy)
  .max(2_000)
  .refine((text) => !hasControlCharacter(text), 'holds a control character')
  .describe('Why, for those who come later');

/** What a person says as they decide on one irregularity, or open it again; without a note the one that is there stays. */
export const IrregularityDecision = z
  .strictObject({ note: note.optional() })
  .meta({ id: 'IrregularityDecision', examples: [{ note: 'Bought by phone' }] });
export type IrregularityDecision = z.infer<typeof IrregularityDecision>;

/** The note of an irregularity; an empty one takes it away. */
export const IrregularityNote = z.strictObject({ note }).meta({ id: 'IrregularityNote', examples: [{ note: 'Bought by phone' }] });
export type IrregularityNote = z.infer<typeof IrregularityNote>;

/** What a person decides on many irregularities: those of them that are open. All that a filter finds need their number as `expect`. */
export const IrregularityDecisions = z
  .strictObject({
    ids: z.array(z.int().positive()).min(1).max(maxWindow).optional().describe('Those that are not open are passed over'),
    filter: z
      .preprocess(harmless, z.record(z.string().max(100), z.unknown()))
      .optional()
      .describe('As in the list; `{}` is all that are open'),
    expect: count.optional().describe('How many are open among them, as the refusal without it tells'),
    note: note.optional(),
  })
  .check(({ value, issues }) => {
    if ((value.ids === undefined) === (value.filter === undefined))
      issues.push({ code: 'custom', input: value.ids, path: ['ids'], message: 'Send ids or a filter, one of the two.' });
  })
  .meta({ id: 'IrregularityDecisions', examples: [{ filter: { rule: 'product_renamed' }, expect: 812, note: 'The new names are right' }] });
export type IrregularityDecisions = z.infer<typeof IrregularityDecisions>;

/** How many irregularities a decision was about. */
export const DecidedCount = z.object({ count }).meta({ id: 'DecidedCount', examples: [{ count: 812 }] });
export type DecidedCount = z.infer<typeof DecidedCount>;

/** How many irregularities are open, by rule: for the menu. */
export const IrregularityCounts = z
  .object({ open: count, byRule: z.partialRecord(z.enum(irregularityRules), count) })
  .meta({ id: 'IrregularityCounts', examples: [{ open: 3, byRule: { cancel_unknown: 3 } }] });
export type IrregularityCounts = z.infer<typeof IrregularityCounts>;
