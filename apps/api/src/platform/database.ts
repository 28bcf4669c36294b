import type { DataSourceOptions, ValueTransformer } from 'typeorm';

/** Above SQL a moment in time is an ISO string, so that what we store is what we send. */
export const isoTimestamp: ValueTransformer = {
  from: (stored: Date | null) => stored?.toISOString() ?? null,
  to: (iso: string | null) => iso,
};

/** How every process talks to PostgreSQL. A client that freezes inside a transaction loses it, and its locks, after 15 seconds. */
export const databaseOptions = (url: string | undefined, name = 'product-importer') =>
  ({
    type: 'postgres',
    url,
    applicationName: name,
    poolSize: 10,
    parseInt8: true, // bigint ids are numbers, here and in every other pg client of the process
    connectTimeoutMS: 5_000,
    extra: {
      keepAlive: true,
      options: '-c timezone=UTC -c idle_in_transaction_session_timeout=15s -c lock_timeout=15s -c statement_timeout=10min',
    },
  }) satisfies DataSourceOptions;
