import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Exports } from '../http/exports.js';
import { Idempotency } from '../http/idempotency.js';
import { Audit } from './audit.js';
import { AuthController } from './auth.controller.js';
import { AccessGuard } from './guard.js';
import { LoginThrottle } from './login-throttle.js';
import { SessionRepository } from './session.repository.js';

@Global()
@Module({
  controllers: [AuthController],
  providers: [Audit, Exports, Idempotency, LoginThrottle, SessionRepository, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Audit, Exports, Idempotency, LoginThrottle, SessionRepository],
})
export class AccessModule {}
