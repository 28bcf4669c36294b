import { readEnv, type Env } from './config.js';

/**
 * Runs one process of the system with the checked environment. When it cannot start: one line and exit code 1.
 * When a supervisor started it and was killed (its ipc channel closes), it ends as if asked to.
 * `main` imports its modules itself, because ConfigModule reads the environment when it is imported.
 */
export async function run(main: (env: Env) => Promise<void>): Promise<void> {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  try {
    await main(readEnv());
  } catch (error) {
    const { message, errors } = error as AggregateError; // a refused connection to "localhost" is an AggregateError without message
    console.error(message || errors?.map((e: Error) => e.message).join('; ') || error);
    process.exit(1);
  }
}

/** Tells the supervisor, if there is one, how the start went. */
export const report = (news: Record<string, unknown>): void => void process.send?.(news);
