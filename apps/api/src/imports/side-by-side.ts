/** Lets pieces of work of one process run side by side, and some of them alone. */
export class SideBySide {
  private alone: Promise<unknown> = Promise.resolve();
  private readonly running = new Set<Promise<unknown>>();

  async together<T>(work: () => Promise<T>): Promise<T> {
    for (let before; before !== this.alone;) await (before = this.alone);
    const run = work();
    this.running.add(run);
    try {
      return await run;
    } finally {
      this.running.delete(run);
    }
  }

  /** Starts when all others have ended; none starts meanwhile. */
  byItself<T>(work: () => Promise<T>): Promise<T> {
    const run = Promise.allSettled([this.alone, ...this.running]).then(work);
    this.alone = run.catch(() => {});
    return run;
  }
}
