const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** How long a lane waits after its n-th failure in a row; from the last one on it looks every ten minutes whether the receiver is back. */
const laneDelays = [5 * second, 30 * second, 2 * minute, 5 * minute, 10 * minute];

/** How long what was refused alone waits after its n-th refusal, as Standard Webhooks has it; after the last one it is given up. */
const parkedDelays = [5 * second, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour)];

/** Longest wait that a receiver can ask for. */
const longestAsked = hour;

/** A fifth more or less, so that not all come back at once. `chance` is 0 to 1. */
const spread = (delay: number, chance: number) => Math.round(delay * (0.8 + 0.4 * chance));

/** Whether a lane that has failed so often only looks whether its receiver is back. */
export const isProbe = (failures: number) => failures >= laneDelays.length;

/** Milliseconds until a lane tries again after so many failures in a row (1: the first). What the receiver asks for (`Retry-After`) makes it later, not sooner. */
export function laneDelay(failures: number, askedMs: number | null = null, chance = Math.random()): number {
  const delay = laneDelays[Math.min(failures, laneDelays.length) - 1]!;
  return Math.max(spread(delay, chance), Math.min(askedMs ?? 0, longestAsked));
}

/** Milliseconds until what was refused so often (1: the first time) is tried again; null: it is given up. */
export function parkedDelay(refusals: number, askedMs: number | null = null, chance = Math.random()): number | null {
  const delay = parkedDelays[refusals - 1];
  return delay === undefined ? null : Math.max(spread(delay, chance), Math.min(askedMs ?? 0, longestAsked));
}

/** A webhook without success for so many hours is disabled, if so many attempts failed meanwhile; before that there are warnings. */
export const failingLimits = { hours: 120, attempts: 20, warnings: [1, 24, 72] } as const;

/** What to do about a webhook that has failed for so long: disable it, warn (with the hours that are over), or nothing. */
export function failingSays(failingMs: number, attempts: number, warnedHours: number): 'disable' | number | undefined {
  const hours = failingMs / hour;
  if (hours >= failingLimits.hours && attempts >= failingLimits.attempts) return 'disable';
  return failingLimits.warnings.findLast((warning) => hours >= warning && warning > warnedHours);
}
