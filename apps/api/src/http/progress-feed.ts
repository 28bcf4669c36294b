import type { BeforeApplicationShutdown, MessageEvent } from '@nestjs/common';
import type { Response } from 'express';
import {
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  interval,
  last,
  map,
  merge,
  retry,
  share,
  skipWhile,
  Subject,
  takeUntil,
  takeWhile,
  timer,
  type Observable,
} from 'rxjs';
import { isFinished, type ImportStatus } from '@app/domain';

type Watched = { id: number; status: ImportStatus; progressVersion: number };

const tick = 250;

/** What runs, as it stands, to whoever watches. Every event is the whole state, so a client that missed some lost nothing. */
export abstract class ProgressFeed<T extends Watched> implements BeforeApplicationShutdown {
  private readonly watchers = new Map<number, number>();
  private readonly closing = new Subject<void>();

  /** One query a quarter second serves all clients of this process; none runs while nobody watches. */
  private readonly states = timer(0, tick).pipe(
    exhaustMap(() => this.read([...this.watchers.keys()])),
    retry({ delay: 1_000 }),
    share(),
  );

  /** The current state of the ones watched, in one small query. */
  protected abstract read(ids: number[]): Promise<T[]>;

  /** What a client that asks for the progress of this one gets; 204 when it comes back (`Last-Event-ID`) having seen the end. */
  answer(now: T, seen: string | undefined, res: Response): Observable<MessageEvent> {
    if (!isFinished(now) || seen !== String(now.progressVersion)) return this.events(now.id, seen);
    res.status(204);
    return EMPTY;
  }

  /**
   * The states of one, from now to its end. While it runs one comes at least twice a second, moved or not: time left and speed
   * change all the time. `seen` is the Last-Event-ID of a client that comes back; what it has is not sent again.
   */
  private events(id: number, seen?: string): Observable<MessageEvent> {
    let sentAt = 0;
    const states = this.of(id).pipe(
      takeWhile((state) => !isFinished(state), true),
      distinctUntilChanged((before, now) => before.progressVersion === now.progressVersion && Date.now() - sentAt < 2 * tick),
      map((state) => {
        sentAt = Date.now();
        return state;
      }),
      share(),
    );
    const progress = states.pipe(
      map((state) => ({ id: String(state.progressVersion), type: isFinished(state) ? 'done' : 'progress', data: state, retry: 2_000 })),
      skipWhile((event) => event.id === seen && event.type !== 'done'),
    );
    const heartbeats = interval(15_000).pipe(
      map((): MessageEvent => ({ comment: '' })),
      takeUntil(states.pipe(last(null, null))),
    );
    return merge(heartbeats, progress).pipe(takeUntil(this.closing));
  }

  /** Ends all streams before the server closes, or it would wait for its clients to leave. */
  beforeApplicationShutdown(): void {
    this.closing.next();
  }

  private of(id: number): Observable<T> {
    return defer(() => {
      this.watchers.set(id, (this.watchers.get(id) ?? 0) + 1);
      return this.states;
    }).pipe(
      map((all) => all.find((state) => state.id === id)),
      filter((state) => state !== undefined),
      finalize(() => this.leave(id)),
    );
  }

  private leave(id: number): void {
    const left = (this.watchers.get(id) ?? 1) - 1;
    if (left) this.watchers.set(id, left);
    else this.watchers.delete(id);
  }
}
