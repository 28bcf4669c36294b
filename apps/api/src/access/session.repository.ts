import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { permissionsOf, type Role } from '@app/domain';
import type { Principal } from './can.js';

/** A session ends after 12 hours without a request, and after 7 days in any case. */
const alive = `s.seen_at > now() - interval '12 hours' and s.created_at > now() - interval '7 days'`;

/** Who is signed in. The cookie's token is stored as a hash only: a copy of the table opens nothing. */
@Injectable()
export class SessionRepository {
  constructor(private readonly db: DataSource) {}

  /** Starts a session and returns the token for its cookie: 256 random bits. */
  async start(tx: EntityManager, userId: number): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await tx.query('insert into sessions (token_hash, user_id) values ($1, $2)', [hashOf(token), userId]);
    return token;
  }

  /** Who holds this token; undefined when the session has ended or the account is disabled. */
  async principal(token: string): Promise<Principal | undefined> {
    const sessionHash = hashOf(token);
    const [user] = await this.db.query(
      `select u.id, u.email, u.role, s.seen_at < now() - interval '1 minute' as "isStale"
         from sessions s join users u on u.id = s.user_id
        where s.token_hash = $1 and u.disabled_at is null and ${alive}`,
      [sessionHash],
    );
    if (!user) return undefined;
    if (user.isStale) await this.db.query('update sessions set seen_at = now() where token_hash = $1', [sessionHash]);
    const role = user.role as Role;
    return { actor: `user:${user.id}`, name: user.email, email: user.email, role, permissions: [...permissionsOf[role]], sessionHash };
  }

  async end(tx: EntityManager, sessionHash: Buffer): Promise<void> {
    await tx.query('delete from sessions where token_hash = $1', [sessionHash]);
  }

  async removeEnded(): Promise<void> {
    await this.db.query(`delete from sessions s where not (${alive})`);
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();
