/** SQL: what the customer's number of a key is; keys begin with it, in so many digits. */
export const customerOf = (key: string) => `left(${key}, 15)`;

/** SQL: the customers of a chunk, whose keys are $1 to $2. */
export const customersOf = (winners: string) => `select distinct customer_id from ${winners} where key between $1 and $2`;

/**
 * SQL: whether a purchase p is one of the customers between two keys. Said beside whatever else joins it with winners: with the range on
 * one side only, a chunk reads all purchases that there are.
 */
export const isOfRange = (first: string, last: string) =>
  `p.customer_id between ${customerOf(first)}::bigint and ${customerOf(last)}::bigint`;
