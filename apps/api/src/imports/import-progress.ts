import { Injectable } from '@nestjs/common';
import type { ImportJob } from '@app/domain';
import { ProgressFeed } from '../http/progress-feed.js';
import { ImportRepository } from './import.repository.js';

@Injectable()
export class ImportProgress extends ProgressFeed<ImportJob> {
  constructor(private readonly imports: ImportRepository) {
    super();
  }

  protected read(ids: number[]): Promise<ImportJob[]> {
    return this.imports.showAll(ids);
  }
}
