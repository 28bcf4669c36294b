import { describe, expect, it } from '@jest/globals';
import { messageBody, type LoggedEvent } from '../outbox/event-log.js';
import { apart, eventsIn, halved, narrowed } from './split.js';

const event = (seq: number): LoggedEvent => {
  const id = `evt_abcd_${seq}_0`;
  return {
    id,
    type: 'product.updated',
    position: { seq, item: 0 },
    productId: seq,
    importId: undefined,
    json: JSON.stringify({ id, type: 'product.updated', data: { productId: seq } }),
  };
};
const events = (n: number) => Array.from({ length: n }, (_, i) => event(i));

/** Sends a run as a lane does, to a receiver that refuses whatever holds one of these. */
function send(n: number, poison: number[]) {
  const queue = [{ events: events(n), suspects: 0 }];
  const [taken, alone]: number[][] = [[], []];
  let requests = 0;
  let requestsUntilKnown = 0;
  while (queue.length) {
    const piece = queue.shift()!;
    if (piece.suspects) {
      if (piece.suspects === 1) requestsUntilKnown ||= requests;
      queue.unshift(...narrowed(piece.events, piece.suspects));
      continue;
    }
    requests++;
    const seqs = piece.events.map(({ position }) => position.seq);
    if (!seqs.some((seq) => poison.includes(seq))) taken!.push(...seqs);
    else if (seqs.length === 1) {
      alone!.push(...seqs);
      requestsUntilKnown ||= requests;
      if (queue[0]) queue[0].suspects = 0;
    } else {
      const rest = queue[0]?.suspects ? queue.shift()!.events : [];
      queue.unshift(...narrowed([...piece.events, ...rest], piece.events.length));
    }
  }
  return { taken, alone, requests, requestsUntilKnown };
}

describe('a refused run of 500 events', () => {
  it('is known by its poison after ten requests, the first included, wherever it is, and all others are taken in order', () => {
    for (let poison = 0; poison < 500; poison++) {
      const { taken, alone, requests, requestsUntilKnown } = send(500, [poison]);
      expect(alone).toEqual([poison]);
      expect(taken).toEqual(Array.from({ length: 500 }, (_, i) => i).filter((i) => i !== poison));
      expect(requestsUntilKnown).toBeLessThanOrEqual(10);
      expect(requests).toBeLessThanOrEqual(12);
    }
  });

  it('may hold several, or nothing else', () => {
    for (const poison of [[0, 499], [7, 8, 9, 250, 251], Array.from({ length: 500 }, (_, i) => i)]) {
      const { taken, alone } = send(500, poison);
      expect(alone).toEqual(poison);
      expect(taken).toHaveLength(500 - poison.length);
    }
  });
});

it('a run that is too large is cut in the middle', () => {
  expect(halved(events(5)).map(({ events, suspects }) => [events.length, suspects])).toEqual([
    [3, 0],
    [2, 0],
  ]);
});

it('of a run that is partly refused each named event is alone', () => {
  const cut = apart(events(6), ({ position }) => [0, 3, 4].includes(position.seq));
  expect(cut.map(({ events, isNamed }) => [events.map(({ position }) => position.seq), isNamed])).toEqual([
    [[0], true],
    [[1, 2], false],
    [[3], true],
    [[4], true],
    [[5], false],
  ]);
});

it('the events of a body are those that it was made of', () => {
  for (const n of [1, 3]) expect(eventsIn(messageBody(events(n), new Date()))).toEqual(events(n));
});
