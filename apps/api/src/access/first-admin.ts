import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { hashPassword } from './passwords.js';

/** An account's key: its e-mail address, whatever the case. */
export const emailKey = (email: string) => email.trim().normalize('NFC').toLowerCase();

type Login = { email: string; isNew: boolean; password: string | null };

/**
 * Makes the first account when there is none. `password` is returned only when it was made up here: nobody can look it up later.
 * When accounts exist, nothing changes and the oldest one's address is returned.
 */
export async function firstAdmin(tx: EntityManager, email: string, password?: string): Promise<Login> {
  const [admin] = await tx.query('select email from users order by id limit 1');
  if (admin) return { email: admin.email, isNew: false, password: null };
  const chosen = password ?? madeUp();
  await tx.query(`insert into users (email, email_key, password_hash, role) values ($1, $2, $3, 'admin')`, [
    email,
    emailKey(email),
    await hashPassword(chosen),
  ]);
  await tx.query(`insert into audit (actor, action, target) values ('user:1', 'user.first_admin', $1)`, [emailKey(email)]);
  return { email, isNew: true, password: password ? null : chosen };
}

/** Four groups of four letters and digits that nobody mistakes for another: 80 bits, easy to type. */
function madeUp(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const group = () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
