import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SearchIndex } from './search-index.js';

const pause = 500;

/** Keeps the search index going in a worker: as long as there is something to take in, then looks again twice a second. */
@Injectable()
export class SearchIndexer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(SearchIndexer.name);
  private timer?: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();
  private isClosing = false;

  constructor(private readonly index: SearchIndex) {}

  onApplicationBootstrap(): void {
    this.timer = setTimeout(() => (this.round = this.run()), pause);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async run(): Promise<void> {
    try {
      while (!this.isClosing && (await this.index.step()));
      if (!this.isClosing) await this.index.sumUpDates();
    } catch (error) {
      this.log.warn(`search index: ${(error as Error).message}`);
    }
    if (!this.isClosing) this.onApplicationBootstrap();
  }
}
