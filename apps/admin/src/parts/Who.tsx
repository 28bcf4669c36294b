import { useGetIdentity } from 'react-admin';

/** Who did it, in words: oneself, another person, a program's key, or work of the application. */
export function Who({ actor }: { actor: string }) {
  const { identity } = useGetIdentity();
  return <>{actor === identity?.actor ? 'you' : sayActor(actor)}</>;
}

/** People come by name or as `user:1`, programs as `key:2`. */
export function sayActor(actor: string): string {
  const [, kind, id] = /^(user|key|import|revert|bulk|undo|webhook):(\d+)$/.exec(actor) ?? [];
  switch (kind) {
    case 'user':
      return `user ${id}`;
    case 'key':
      return id === '0' ? 'an API key' : `API key ${id}`;
    case 'import':
      return `import ${id}`;
    case 'revert':
      return `reverting import ${id}`;
    case 'bulk':
      return `bulk change ${id}`;
    case 'undo':
      return `undoing bulk change ${id}`;
    case 'webhook':
      return `webhook ${id}`;
    default:
      return actor;
  }
}
