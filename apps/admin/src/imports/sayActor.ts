/** Who did it, in words; people come by name or as `user:1`, programs as `key:2`. */
export function sayActor(actor: string): string {
  const [, kind, id] = /^(user|key):(\d+)$/.exec(actor) ?? [];
  if (kind === 'user') return `User ${id}`;
  if (kind === 'key') return `API key ${id}`;
  return actor;
}
