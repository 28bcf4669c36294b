import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Idempotency } from '../http/idempotency.js';
import { Audit } from './audit.js';
import { AuthController } from './auth.controller.js';
import { AccessGuard } from './guard.js';
import { LoginThrottle } from './login-throttle.js';
import { SessionRepository } from './session.repository.js';

@Global()
@Module({
  controllers: [AuthController],
  providers: [Audit, Idempotency, LoginThrottle, SessionRepository, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Audit, Idempotency, LoginThrottle, SessionRepository],
})
export class AccessModule {}
