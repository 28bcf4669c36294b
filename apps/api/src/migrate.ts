import { run, report } from './platform/run.js';

await run(async (env) => {
  const { migrate } = await import('./platform/migrate.js');
  const { dataSource } = await import('./data-source.js');
  const { firstAdmin } = await import('./access/first-admin.js');
  await migrate(env.DATABASE_URL!, !env.REDIS_URL, dataSource(env.DATABASE_URL), async (tx) => {
    const made = await firstAdmin(tx, env.ADMIN_EMAIL, env.ADMIN_PASSWORD);
    report(made.isNew ? { firstAdmin: { email: made.email, password: made.password } } : { admin: { email: made.email } });
    if (made.password && !process.send) console.log(`Sign in as ${made.email} with the password ${made.password} (shown once)`);
  });
});
