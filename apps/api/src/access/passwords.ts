import { hash, verify } from '@node-rs/argon2'; // prebuilt, maintained; Node's own crypto has no Argon2 before 24
import { DomainError } from '@app/domain';

/** Argon2id with 19 MiB, 2 passes, 1 lane: the least that OWASP's password storage cheat sheet asks for. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let running = 0;

/** Argon2 shares four threads with DNS and files: two at a time and a short queue, the rest is told to come back. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 20) throw new DomainError('unavailable', 'Too many people are signing in at once. Try again in a few seconds.');
  running++;
  const turn = tail[running % 2 ? 0 : 1]!.then(work, work);
  tail[running % 2 ? 0 : 1] = turn.catch(() => {});
  return turn.finally(() => running--);
}
const tail: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, cost));

let nobody: Promise<string> | undefined;

/** Whether the password fits. Without a hash (no such account) it takes as long and says no. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  nobody ??= hash('nobody has this password', cost);
  const hashed = stored ?? (await nobody);
  return (await inTurn(() => verify(hashed, password))) && stored !== undefined;
}
