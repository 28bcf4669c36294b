import { createParamDecorator, Injectable, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';
import { DomainError, type Actor } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';

/** Who asks for what, and the `Idempotency-Key` by which the same call is known when it comes again. */
export type Call = { actor: Actor; route: string; key?: string; replayed: () => void };

const day = `interval '24 hours'`;

/** The call that a request is, as a parameter. 400 `idempotency_malformed` when its key is none. */
export const Call = createParamDecorator(
  (_: unknown, context: ExecutionContext): Call => {
    const http = context.switchToHttp();
    return callOf(http.getRequest(), (name, value) => http.getResponse().setHeader(name, value));
  },
  [(target, method) => keyHeader(target, method!, Object.getOwnPropertyDescriptor(target, method!)!)],
);

const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  description: 'Sent again with the same content within 24 hours, the call gets the first answer, with `Idempotency-Replayed: true`',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: 'night-import-2026-11-21',
});

export function callOf(req: Request, setHeader: (name: string, value: string) => void = () => {}): Call {
  const key = req.headers['idempotency-key'];
  if (key !== undefined && !(typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)))
    throw new DomainError('idempotency_malformed', 'An Idempotency-Key has 1 to 255 printable ASCII characters.');
  const { actor } = (req as Request & { principal: { actor: Actor } }).principal;
  const route = `${req.method} ${(req.baseUrl + req.path).replace(/(?<=.)\/$/, '')}`;
  return { actor, route, key, replayed: () => setHeader('Idempotency-Replayed', 'true') };
}

/**
 * The same call, sent again under its key, gets the same answer and does nothing. The key is written in the transaction that does
 * what is asked: a second call waits on it for the moment until that commits, and there is no state in between to be stuck in.
 */
@Injectable()
export class Idempotency {
  constructor(private readonly db: DataSource) {}

  /** Does what is asked in a transaction and returns the answer, or the one that the same call got before. A refusal is not kept. */
  once<Answer extends object>(call: Call, payload: unknown, work: (tx: EntityManager) => Promise<Answer>): Promise<Answer> {
    return this.db.transaction(async (tx) => {
      if (call.key === undefined) return work(tx);
      if (!(await claim(tx, call, payload))) return (await answerTo<Answer>(tx, call, payload))!;
      failpoint('idempotency.claimed');
      const answer = await work(tx);
      await tx.query('update idempotency_keys set answer = $4 where actor = $1 and route = $2 and key = $3', [
        ...placeOf(call),
        JSON.stringify(answer),
      ]);
      return answer;
    });
  }

  /** The answer that the same call got before, if there is one: for who has much to do before a transaction can begin. */
  async answered<Answer extends object>(call: Call, payload: unknown): Promise<Answer | undefined> {
    return call.key === undefined ? undefined : answerTo(this.db.manager, call, payload);
  }

  async forgetOld(): Promise<void> {
    await this.db.query(`delete from idempotency_keys where created_at < now() - ${day}`);
  }
}

/** True: nobody else has called so, or it is a day ago. Waits for one that is under way. */
async function claim(tx: EntityManager, call: Call, payload: unknown): Promise<boolean> {
  try {
    const claimed = await tx.query(
      `insert into idempotency_keys as k (actor, route, key, payload) values ($1, $2, $3, $4)
       on conflict (actor, route, key) do update set payload = excluded.payload, answer = null, created_at = now()
        where k.created_at < now() - ${day}
       returning key`,
      [...placeOf(call), hashOf(payload)],
    );
    return claimed.length === 1;
  } catch (error) {
    if (!(error instanceof QueryFailedError) || (error.driverError as { code?: string }).code !== '55P03') throw error; // lock_timeout
    throw new DomainError('idempotency_in_flight', 'The same call is still being worked on. Ask again in a moment.', undefined, {
      retryAfter: 1,
    });
  }
}

async function answerTo<Answer>(tx: EntityManager, call: Call, payload: unknown): Promise<Answer | undefined> {
  const [found] = await tx.query(
    `select payload, answer from idempotency_keys where actor = $1 and route = $2 and key = $3 and created_at >= now() - ${day}`,
    placeOf(call),
  );
  if (!found) return undefined;
  if (found.payload !== hashOf(payload))
    throw new DomainError('idempotency_mismatch', 'Another request was sent under this Idempotency-Key within the last 24 hours.');
  call.replayed();
  return JSON.parse(found.answer);
}

const placeOf = ({ actor, route, key }: Call) => [actor, route, key];
const hashOf = (payload: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(payload) ?? '')
    .digest('hex');
