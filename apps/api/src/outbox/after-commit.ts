import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntitySubscriberInterface, type TransactionCommitEvent } from 'typeorm';
import { signals } from '../platform/signals.js';

/** Signals that a transaction which recorded events has committed, so that nobody has to remember to. */
@Injectable()
export class AfterCommit implements EntitySubscriberInterface {
  constructor(
    db: DataSource,
    private readonly emitter: EventEmitter2,
  ) {
    db.subscribers.push(this);
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    if (queryRunner.data.outboxGrew) this.emitter.emit(signals.outboxGrew);
    queryRunner.data.outboxGrew = false;
  }
}
