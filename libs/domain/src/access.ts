import { z } from 'zod';

/** What a route may ask of its caller. A role is a set of these. */
export const permissions = [
  'products.read',
  'products.write',
  'products.purge',
  'imports.read',
  'imports.run',
  'webhooks.read',
  'webhooks.write',
  'events.read',
  'purchases.read',
  'purchases.write',
  'system.read',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['admin'] as const;
export type Role = (typeof roles)[number];
export const permissionsOf: Record<Role, readonly Permission[]> = { admin: permissions };

/** What a person types to get in. The limits only bound the work; a wrong pair is refused as such. */
export const Credentials = z
  .strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(128) })
  .meta({ id: 'Credentials', examples: [{ email: 'ann@example.com', password: 'correct horse battery' }] });
export type Credentials = z.infer<typeof Credentials>;

/** Who calls. */
export const Me = z
  .object({
    name: z.string(),
    email: z.string().nullable(),
    actor: z.string().describe('How imports and history name the caller'),
    role: z.enum(roles),
    permissions: z.array(z.enum(permissions)),
  })
  .meta({
    id: 'Me',
    examples: [
      { name: 'ann@example.com', email: 'ann@example.com', actor: 'user:3', role: 'admin', permissions: ['products.read', 'imports.run'] },
    ],
  });
export type Me = z.infer<typeof Me>;
