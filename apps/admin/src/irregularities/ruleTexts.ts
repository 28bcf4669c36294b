import type { IrregularityRule, IrregularityStatus } from '@app/domain';

/** Each rule as a headline, and what it watches for. */
export const ruleTexts: Record<IrregularityRule, { title: string; watches: string }> = {
  cancel_unknown: { title: 'Canceled, never seen as new', watches: 'a cancellation of a purchase that no file has brought' },
  cancel_repeated: { title: 'Canceled twice', watches: 'a second cancellation of the same purchase' },
  cancel_too_early: { title: 'Canceled before it was bought', watches: 'a cancellation that is older than the purchase' },
  new_after_cancel: { title: 'Bought again after canceling', watches: 'a purchase of what the customer has just canceled' },
  amount_differs: { title: 'Canceled for another amount', watches: 'a cancellation whose amount is not that of its purchase' },
  event_in_future: { title: 'In the future', watches: 'a purchase or cancellation whose time has not come yet' },
  product_renamed: { title: 'Product under another name', watches: 'a product id that comes with another name' },
  customer_changed: { title: 'Customer is someone else', watches: 'a customer id that comes with another person' },
  amount_outlier: { title: 'Unusual amount', watches: 'an amount far from what the product usually costs' },
  many_new_customers: { title: 'Many new customers', watches: 'a file with far more new customers than those before' },
  many_new_products: { title: 'Many new products', watches: 'a file with far more new products than those before' },
  many_cancellations: { title: 'Many cancellations', watches: 'a file with far more cancellations than those before' },
};

export const irregularityStatusTexts: Record<IrregularityStatus, string> = {
  open: 'Open',
  accepted: 'Accepted',
  ignored: 'Ignored',
  resolved: 'Resolved',
};
