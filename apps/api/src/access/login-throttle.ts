import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '@app/domain';

/** Five wrong passwords are free; each further one doubles the wait, from 2 seconds to 15 minutes. A day without any forgets. */
const free = 5;
const wait = `least(900, power(2, failures - ${free} + 1)) * interval '1 second'`;

/** Slows guessing down, per account and per address; nobody is locked out for good. The counts are in PostgreSQL, for all processes. */
@Injectable()
export class LoginThrottle {
  constructor(private readonly db: DataSource) {}

  /** Refuses with `rate_limited` while one of the keys has to wait. */
  async check(keys: string[]): Promise<void> {
    const [{ seconds }] = await this.db.query(
      `select ceil(extract(epoch from max(last_at + ${wait} - now())))::int as seconds from login_failures
        where key = any($1) and failures >= ${free} and last_at + ${wait} > now()`,
      [keys],
    );
    if (seconds)
      throw new DomainError('rate_limited', `Too many wrong passwords. Try again in ${seconds} s.`, undefined, { retryAfter: seconds });
  }

  async failed(keys: string[]): Promise<void> {
    await this.db.query(
      `insert into login_failures as f (key, failures) select distinct key, 1 from unnest($1::text[]) as key order by key
       on conflict (key) do update set last_at = now(), failures = case when f.last_at < now() - interval '1 day' then 1 else f.failures + 1 end`,
      [keys],
    );
  }

  async succeeded(keys: string[]): Promise<void> {
    await this.db.query('delete from login_failures where key = any($1)', [keys]);
  }

  async forgetOld(): Promise<void> {
    await this.db.query(`delete from login_failures where last_at < now() - interval '1 day'`);
  }
}
