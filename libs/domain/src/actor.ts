/** Who did it: a person, a key, or the work that was under way. Written in products, versions, chunks, outbox and audit. */
export type Actor = `${'user' | 'key' | 'import' | 'revert' | 'bulk' | 'undo' | 'webhook'}:${number}`;
