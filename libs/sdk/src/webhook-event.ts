import type { ImportJob, Product } from './generated/types.gen.js';

type Event<Type extends string, Data> = {
  /** Stays the same however often the event comes: do it once. */
  id: string;
  type: Type;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Data;
};

/** A product at one step of its `version`. Of several events of a product keep what the highest version says. */
export type ProductEvent = Event<
  'product.created' | 'product.updated' | 'product.deleted',
  {
    productId: number;
    sku: string;
    version: number;
    /** Which fields are other than before. */
    changed?: string[];
    importId?: number;
    /** As it was at that version; left out where a webhook asked for thin events. */
    product?: Product;
  }
>;

/** An import that has ended. It comes after all events of its products. */
export type ImportEvent = Event<
  'import.completed' | 'import.failed' | 'import.cancelled' | 'import.reverted',
  { importId: number } & Pick<
    ImportJob,
    'kind' | 'status' | 'created' | 'updated' | 'unchanged' | 'rejected' | 'superseded' | 'notProcessed'
  >
>;

/** Somebody tries whether the receiver answers. */
export type TestEvent = Event<'webhook.test', Record<string, unknown>>;

export type WebhookEvent = ProductEvent | ImportEvent | TestEvent;

/** Many events in one message, in the order in which they happened. */
export type WebhookBatch = { type: 'batch'; timestamp: string; data: { from: string; to: string; items: WebhookEvent[] } };
