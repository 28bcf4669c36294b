import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { exhaustMap, filter, firstValueFrom, map, merge, retry, share, Subject, takeUntil, timer, type Observable } from 'rxjs';
import { EventLog } from './event-log.js';

const tick = 250;

/** Waits until the log has grown: one query a quarter second for all who wait in this process, and none while nobody does. */
@Injectable()
export class LogGrowth implements BeforeApplicationShutdown {
  private readonly closing = new Subject<void>();
  private readonly heads = timer(tick, tick).pipe(
    exhaustMap(() => this.log.head()),
    retry({ delay: 1_000 }),
    share(),
  );

  constructor(private readonly log: EventLog) {}

  /** Whether there is a number beyond this one, within so many milliseconds, and before the process closes or `left` says that nobody waits. */
  beyond(head: number, ms: number, left: Observable<void>): Promise<boolean> {
    const grown = this.heads.pipe(
      filter((now) => now.head > head),
      map(() => true),
      takeUntil(merge(timer(ms), left, this.closing)),
    );
    return firstValueFrom(grown, { defaultValue: false });
  }

  /** Nobody waits any longer, or the server would wait for them. */
  beforeApplicationShutdown(): void {
    this.closing.next();
    this.closing.complete();
  }
}
