import { writeSync } from 'node:fs';

/** How a failpoint is written: place, n-th time, what happens there. `none`: nothing yet, a supervisor says later what. */
export const failpointForm = /^(none|[a-z_.]+:[1-9]\d*=(kill|throw|lose|pause(:\d+)?))$/;

const isActive = Boolean(process.env.FAILPOINT) && process.env.NODE_ENV !== 'production';
let armed: { place: string; left: number; action: string } | undefined;

if (isActive) {
  console.error(`FAILPOINT is set to ${process.env.FAILPOINT}: this process fails on purpose`);
  arm(process.env.FAILPOINT!);
  process.on('message', ({ failpoint }: { failpoint?: string }) => {
    if (!failpoint) return;
    arm(failpoint);
    process.send?.({ failpoint });
  });
}

/**
 * A named place where a test may harm this process, told by FAILPOINT (`chunk.after_commit:3=kill`: the third time). Does
 * nothing without it, nor where NODE_ENV is production. What happens:
 * `kill`, at once and without any handler; `throw`; `lose`, the error of a connection that broke, so that nobody here knows whether
 * the statement before came through; `pause`, all of the process stands still until SIGCONT, or for so many milliseconds.
 */
export function failpoint(place: string): void {
  if (!isActive || armed?.place !== place || --armed.left) return;
  const [action, ms] = armed.action.split(':');
  writeSync(2, `failpoint ${place}\n`); // written before the process dies, whatever stderr is
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (action === 'pause' && !ms) process.kill(process.pid, 'SIGSTOP');
  if (action === 'pause' && ms) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms));
  if (action === 'throw') throw new Error(`failpoint ${place}`);
  if (action === 'lose') throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
}

function arm(text: string): void {
  const [, place, nth, action] = /^(.+?):(\d+)=(.+)$/.exec(text) ?? [];
  armed = action ? { place: place!, left: Number(nth), action } : undefined;
}
