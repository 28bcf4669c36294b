import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Bell } from '../platform/bell.js';
import { signals } from '../platform/signals.js';

/** Rings for a worker when there is something to number, or to send anew. While one ring is on its way, all that comes shares the next. */
@Injectable()
export class GrowthBell {
  private isRinging = false;
  private isAsked = false;

  constructor(private readonly bell: Bell) {}

  @OnEvent(signals.outboxGrew)
  @OnEvent(signals.webhookChanged)
  async ring(): Promise<void> {
    this.isAsked = true;
    if (this.isRinging) return;
    this.isRinging = true;
    for (; this.isAsked; await this.bell.ringWebhooks({ step: 'sequence' })) this.isAsked = false;
    this.isRinging = false;
  }
}
