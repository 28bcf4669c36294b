export const productEventTypes = ['product.created', 'product.updated', 'product.deleted'] as const;
export type ProductEventType = (typeof productEventTypes)[number];

export const importEventTypes = ['import.completed', 'import.failed', 'import.cancelled', 'import.reverted'] as const;
export type ImportEventType = (typeof importEventTypes)[number];
