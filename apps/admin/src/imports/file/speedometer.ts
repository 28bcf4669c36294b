const windowSeconds = 5;

/** Bytes per second over the last 5 seconds, from what has been sent in all; null until there is enough to tell. */
export function speedometer(now = () => performance.now() / 1000): (sent: number) => number | null {
  const samples: { at: number; sent: number }[] = [];
  return (sent) => {
    const at = now();
    // After a cut line the count starts again at what has truly arrived.
    if (samples.length && sent < samples.at(-1)!.sent) samples.length = 0;
    samples.push({ at, sent });
    while (samples.length > 2 && at - samples[0]!.at > windowSeconds) samples.shift();
    const [first] = samples;
    return at - first!.at > 0.5 ? (sent - first!.sent) / (at - first!.at) : null;
  };
}
