import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { SearchIndex } from './search-index.js';

const pause = 500;

/**
 * Keeps the search index going in a worker: as long as there is something to take in, then looks again twice a second. While somebody writes
 * many products it rests for as long as each step took: whoever searches then is answered from what it has.
 */
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
      for (let began = performance.now(); !this.isClosing && (await this.index.step()); began = performance.now())
        if (await this.index.isBesideWork()) await sleep(performance.now() - began);
      if (!this.isClosing) await this.index.sumUpDates();
    } catch (error) {
      this.log.warn(`search index: ${(error as Error).message}`);
    }
    if (!this.isClosing) this.onApplicationBootstrap();
  }
}
