import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TypeOrmModule } from '@nestjs/typeorm';
import path from 'node:path';
import { Bell } from './bell.js';
import { ENV, type Env } from './config.js';
import { databaseOptions } from './database.js';
import { EnvModule } from './env.module.js';
import { FileStore } from './file-store.js';
import { LocalFiles } from './local-files.js';
import { BULK_JOBS, IMPORTS, WEBHOOKS, queueOptions } from './queues.js';
import { S3Files } from './s3-files.js';

/** What api and worker share: configuration, database, queues, files. */
@Global()
@Module({
  imports: [
    EnvModule,
    TypeOrmModule.forRootAsync({
      inject: [ENV],
      useFactory: ({ DATABASE_URL }: Env) => ({
        ...databaseOptions(DATABASE_URL),
        autoLoadEntities: true,
        retryAttempts: 3,
        retryDelay: 1_000,
      }),
    }),
    BullModule.forRootAsync({
      inject: [ENV],
      useFactory: (env: Env) => queueOptions(env),
    }),
    BullModule.registerQueue({ name: IMPORTS }, { name: BULK_JOBS }, { name: WEBHOOKS }),
    EventEmitterModule.forRoot(),
  ],
  providers: [
    Bell,
    {
      provide: FileStore,
      inject: [ENV],
      useFactory: ({ STORAGE_URL, S3_ENDPOINT, DATA_DIR }: Env) =>
        STORAGE_URL ? new S3Files(STORAGE_URL, S3_ENDPOINT) : new LocalFiles(path.resolve(DATA_DIR, 'files')),
    },
  ],
  exports: [Bell, FileStore, BullModule],
})
export class PlatformModule {}
