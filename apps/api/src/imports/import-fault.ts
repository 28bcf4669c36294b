import type { ImportFailure } from '@app/domain';

/** The file as a whole cannot be imported. Whoever runs the import ends it as failed, with this. */
export class ImportFault extends Error {
  constructor(readonly failure: ImportFailure) {
    super(failure.message);
  }
}

/** Staged rows are gone, as after a crash of PostgreSQL (their tables are unlogged): they have to be staged again. */
export class StagingLost extends Error {}
