import { Injectable } from '@nestjs/common';
import { EventLog, type LoggedEvent, type Position, type Wanted } from '../outbox/event-log.js';

type Slice = { events: LoggedEvent[]; next: Position; head: number };

/** Up to a megabyte each. */
const kept = 16;

/** Reads each slice of the log once for all lanes of this process that want the same of it. */
@Injectable()
export class SharedLog {
  private readonly slices = new Map<string, Promise<Slice>>();

  constructor(private readonly log: EventLog) {}

  /** As EventLog.read; `head` is the newest number that the caller knows of. */
  read(from: Position, wanted: Wanted, head: number): Promise<Slice> {
    const key = JSON.stringify([from, wanted, head]);
    const slice = this.slices.get(key) ?? this.log.read(from, wanted);
    this.slices.delete(key);
    this.slices.set(key, slice); // the one used last goes last
    slice.catch(() => this.slices.delete(key));
    const [oldest] = this.slices.keys();
    if (this.slices.size > kept) this.slices.delete(oldest!);
    return slice;
  }
}
