export const productEventTypes = ['product.created', 'product.updated', 'product.deleted'] as const;
export type ProductEventType = (typeof productEventTypes)[number];

export const importEventTypes = ['import.completed', 'import.failed', 'import.cancelled', 'import.reverted'] as const;
export type ImportEventType = (typeof importEventTypes)[number];

/** Everything that a webhook can ask for, and the log holds. */
export const eventTypes = [...productEventTypes, ...importEventTypes, 'irregularity.detected'] as const;
export type EventType = (typeof eventTypes)[number];

/** What may stand in a webhook's list: a type, a family, or everything. */
export const eventPatterns = [...eventTypes, 'product.*', 'import.*', '*'] as const;
export type EventPattern = (typeof eventPatterns)[number];

/** Messages to one webhook that nobody subscribes to. */
export const controlTypes = ['webhook.test', 'webhook.gap'] as const;
export type ControlType = (typeof controlTypes)[number];

/** The types that a list of patterns asks for, in the order of `eventTypes`. */
export const eventTypesOf = (patterns: readonly string[]): EventType[] =>
  eventTypes.filter((type) => patterns.some((pattern) => pattern === type || pattern === '*' || pattern === `${type.split('.')[0]}.*`));
