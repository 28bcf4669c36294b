import { Module } from '@nestjs/common';
import { AfterCommit } from './after-commit.js';
import { EventLog } from './event-log.js';
import { EventsController } from './events.controller.js';
import { GrowthBell } from './growth-bell.js';
import { LogGrowth } from './log-growth.js';
import { Sequencer } from './sequencer.js';

@Module({
  controllers: [EventsController],
  providers: [AfterCommit, EventLog, GrowthBell, LogGrowth, Sequencer],
  exports: [EventLog, Sequencer],
})
export class OutboxModule {}
