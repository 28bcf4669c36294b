import { Module } from '@nestjs/common';
import { MulterModule } from '@nestjs/platform-express';
import { OutboxModule } from '../outbox/outbox.module.js';
import { ENV, type Env } from '../platform/config.js';
import { FileStore } from '../platform/file-store.js';
import { TurnsModule } from '../turns/turns.module.js';
import { AcceptanceController } from './acceptance.controller.js';
import { Acceptance } from './acceptance.js';
import { ChangesController } from './changes.controller.js';
import { FormatsController } from './formats.controller.js';
import { ImportProgress } from './import-progress.js';
import { ImportRepository } from './import.repository.js';
import { CheckController } from './check.controller.js';
import { Comparison } from './comparison.js';
import { Importer } from './importer.js';
import { ImportedFiles } from './imported-file.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { Inspection } from './inspection.js';
import { ProfileRepository } from './profile.repository.js';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesService } from './profiles.service.js';
import { ProgressController } from './progress.controller.js';
import { Reverts } from './reverts.js';
import { RejectedRows } from './rejected-rows.js';
import { Results } from './results.js';
import { ResultsController } from './results.controller.js';
import { RowErrorRepository } from './row-error.repository.js';
import { SeedRoutesController } from './seed-routes.controller.js';
import { SegmentRepository } from './segment.repository.js';
import { SegmentAttempts } from './segment-attempts.js';
import { SegmentReader } from './segment-reader.js';
import { Segments } from './segments.js';
import { Staging } from './staging.js';
import { UploadRepository } from './upload.repository.js';
import { UploadStorage } from './upload-storage.js';
import { UploadsController } from './uploads.controller.js';
import { Winners } from './winners.js';

@Module({
  imports: [
    OutboxModule,
    TurnsModule,
    MulterModule.registerAsync({
      inject: [FileStore, ENV],
      useFactory: (files: FileStore, { MAX_UPLOAD_BYTES }: Env) => ({
        storage: new UploadStorage(files, MAX_UPLOAD_BYTES),
        // Most of these limits are Infinity unless set.
        limits: { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 20, parts: 21, fieldSize: 65_536, fieldNameSize: 100, headerPairs: 50 },
      }),
    }),
  ],
  controllers: [
    ProgressController,
    SeedRoutesController,
    UploadsController,
    AcceptanceController,
    ImportsController,
    CheckController,
    ResultsController,
    ChangesController,
    ProfilesController,
    FormatsController,
  ],
  providers: [
    Acceptance,
    Comparison,
    Importer,
    ImportProgress,
    ImportRepository,
    ImportedFiles,
    ImportsService,
    Inspection,
    Reverts,
    ProfileRepository,
    ProfilesService,
    RejectedRows,
    Results,
    RowErrorRepository,
    SegmentAttempts,
    SegmentReader,
    SegmentRepository,
    Segments,
    Staging,
    UploadRepository,
    Winners,
  ],
  exports: [Importer, ImportRepository, UploadRepository],
})
export class ImportsModule {}
