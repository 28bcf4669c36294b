import { createParamDecorator, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor, type Type } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { maxRepairBytes } from '@app/domain';
import { callOf } from '../http/idempotency.js';
import { jsonBody } from '../http/json-body.js';
import type { StoredFile } from './upload-storage.js';

/** What a request for an import brought: a form with a file, which is stored already, or JSON. */
export type Sent = { file?: StoredFile; fields: Record<string, unknown> } | { json: unknown };

export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): Sent => {
  const req = context.switchToHttp().getRequest<Request>();
  return isJson(req) ? { json: req.body } : { file: req.file as StoredFile | undefined, fields: req.body ?? {} };
});

/** Takes in what a request for an import brings. A file that is refused by its content is answered at once, not after its last byte. */
@Injectable()
export class ReceiveUpload extends (FileInterceptor('file') as Type<NestInterceptor>) {
  override async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const req = context.switchToHttp().getRequest<Request>();
    callOf(req); // a key that is none is refused before a file is stored
    if (isJson(req)) {
      req.body = await jsonBody(req, maxRepairBytes);
      return next.handle();
    }
    const refused = new Promise<never>((_, reject) => req.once('refused', reject));
    return Promise.race([super.intercept(context, next), refused]);
  }
}

const isJson = (req: Request) => Boolean(req.is('application/json'));
