import { Injectable } from '@nestjs/common';
import type { BulkJob } from '@app/domain';
import { ProgressFeed } from '../http/progress-feed.js';
import { BulkJobRepository } from './bulk-job.repository.js';

@Injectable()
export class BulkJobProgress extends ProgressFeed<BulkJob> {
  constructor(private readonly jobs: BulkJobRepository) {
    super();
  }

  protected read(ids: number[]): Promise<BulkJob[]> {
    return this.jobs.showAll(ids);
  }
}
