import { Body, Controller, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { Credentials, DomainError, Me, permissionsOf, type Role } from '@app/domain';
import { Public } from '../http/public.js';
import { Refuses } from '../http/refuses.js';
import { Audit } from './audit.js';
import { Caller, SignedIn, type Principal } from './can.js';
import { emailKey } from './first-admin.js';
import { LoginThrottle } from './login-throttle.js';
import { passwordFits } from './passwords.js';
import { clearSession, setSession } from './session-cookie.js';
import { SessionRepository } from './session.repository.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly db: DataSource,
    private readonly sessions: SessionRepository,
    private readonly throttle: LoginThrottle,
    private readonly audit: Audit,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ standardSchema: Me })
  @ApiOperation({
    operationId: 'createSession',
    description: 'Starts a session in a cookie. An unknown account and a wrong password are refused alike.',
  })
  @Refuses('unauthenticated', 'rate_limited')
  async login(
    @Body({ schema: Credentials }) { email, password }: Credentials,
    @Ip() address: string,
    @Res({ passthrough: true }) res: Response,
  ): Promise<Me> {
    const keys = [`account:${emailKey(email)}`, `address:${address}`];
    await this.throttle.check(keys);
    const [user] = await this.db.query('select id, email, role, password_hash from users where email_key = $1 and disabled_at is null', [
      emailKey(email),
    ]);
    if (!(await passwordFits(user?.password_hash, password))) {
      await this.throttle.failed(keys);
      throw new DomainError('unauthenticated', 'E-mail and password do not fit.');
    }
    await this.throttle.succeeded(keys);
    const token = await this.db.transaction(async (tx) => {
      await this.audit.note(tx, `user:${user.id}`, 'auth.login', `user:${user.id}`, { address });
      return this.sessions.start(tx, user.id);
    });
    setSession(res, token);
    return {
      name: user.email,
      email: user.email,
      actor: `user:${user.id}`,
      role: user.role,
      permissions: [...permissionsOf[user.role as Role]],
    };
  }

  @Post('logout')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse()
  @ApiOperation({ operationId: 'deleteSession', description: 'Ends the session, if the caller has one.' })
  async logout(@Caller() caller: Principal, @Res({ passthrough: true }) res: Response): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (caller.sessionHash) await this.sessions.end(tx, caller.sessionHash);
      await this.audit.note(tx, caller.actor, 'auth.logout', caller.actor, null);
    });
    clearSession(res);
  }

  @Get('me')
  @SignedIn()
  @ApiOkResponse({ standardSchema: Me })
  @ApiOperation({ operationId: 'getMe', description: 'Who calls, and what they may do.' })
  me(@Caller() { name, email, actor, role, permissions }: Principal): Me {
    return { name, email, actor, role, permissions };
  }
}
