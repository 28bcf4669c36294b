/** Facts told within one process, after a commit. Losing one costs a second, never a fact. */
export const signals = { outboxGrew: 'outbox.grew', webhookChanged: 'webhook.changed' } as const;
