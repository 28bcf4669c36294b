import type { Credentials, Me, Permission } from '@app/domain';
import { HttpError, type AuthProvider } from 'react-admin';
import { httpClient } from './httpClient';
import { session } from './session';

/** Asked once; every screen checks permissions, and the server decides again anyway. */
let asked: Promise<Me> | undefined;

function whoIsIt(): Promise<Me> {
  asked ??= httpClient('/api/auth/me').then(({ json }) => json as Me);
  asked.catch(() => (asked = undefined));
  return asked;
}

/** What react-admin calls an action, as the permissions of the API. */
const permissionFor: Record<string, (resource: string) => string> = {
  list: (resource) => `${resource}.read`,
  show: (resource) => `${resource}.read`,
  create: (resource) => (resource === 'imports' ? 'imports.run' : `${resource}.write`),
  edit: (resource) => (resource === 'imports' ? 'imports.run' : `${resource}.write`),
  delete: (resource) => `${resource}.write`,
  purge: (resource) => `${resource}.purge`,
  run: (resource) => `${resource}.run`,
};

/** Resources that go by the permissions of another: who may see or change that one, may so with these. */
const partOf: Record<string, string> = { 'bulk-jobs': 'products', customers: 'purchases', irregularities: 'purchases' };

const isSignedOut = (error: unknown) => error instanceof HttpError && error.status === 401;

export const authProvider: AuthProvider = {
  async login(credentials: Credentials) {
    const { json } = await httpClient('/api/auth/login', { method: 'POST', body: JSON.stringify(credentials) });
    asked = Promise.resolve(json as Me);
    session.hasEnded = false;
  },

  async logout() {
    const signedIn = asked !== undefined;
    asked = undefined;
    // A server that is away must not keep anyone on the page.
    if (signedIn) await httpClient('/api/auth/logout', { method: 'POST' }).catch(() => undefined);
  },

  async checkAuth() {
    try {
      await whoIsIt();
    } catch (error) {
      if (isSignedOut(error)) throw { message: false };
      throw error;
    }
  },

  async checkError(error) {
    if (!isSignedOut(error)) return;
    asked = undefined;
    session.hasEnded = true;
    throw { message: false };
  },

  async getIdentity() {
    const { email, name, actor } = await whoIsIt();
    return { id: email ?? name, fullName: name, actor };
  },

  async getPermissions() {
    return (await whoIsIt()).permissions;
  },

  async canAccess({ resource, action }) {
    const { permissions } = await whoIsIt();
    const whole = resource.split('/')[0]!; // who may see a webhook, may see its deliveries
    const thing = partOf[whole] ?? whole;
    return permissions.includes(permissionFor[action]?.(thing) as Permission);
  },
};
