export * from './client.js';
export * from './each-product.js';
export * from './follow.js';
export * from './generated/index.js';
export * from './import-file.js';
export * from './problem-error.js';
export * from './verify-webhook.js';
export * from './webhook-event.js';
