import { Injectable } from '@nestjs/common';
import type { Replay } from '@app/domain';
import { ProgressFeed } from '../http/progress-feed.js';
import { Replays } from './replays.js';

@Injectable()
export class ReplayProgress extends ProgressFeed<Replay> {
  constructor(private readonly replays: Replays) {
    super();
  }

  protected read(ids: number[]): Promise<Replay[]> {
    return this.replays.showAll(ids);
  }
}
