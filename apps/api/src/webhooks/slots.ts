/** Does keyed work, so many pieces at once and never two of one key; what is asked for again meanwhile is done once more afterwards. */
export class Slots {
  private readonly running = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, () => Promise<void>>();

  constructor(private readonly size: number) {}

  /** Does it as soon as there is room. The work sees to its own errors. */
  ask(key: string, work: () => Promise<void>): void {
    this.waiting.set(key, work);
    this.fill();
  }

  /** Takes nothing more, and waits for what is under way. */
  async close(): Promise<void> {
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  private fill(): void {
    for (const [key, work] of this.waiting) {
      if (this.running.size >= this.size) return;
      if (this.running.has(key)) continue;
      this.waiting.delete(key);
      this.running.set(
        key,
        work().finally(() => {
          this.running.delete(key);
          this.fill();
        }),
      );
    }
  }
}
