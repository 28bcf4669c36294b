import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { MulterError } from 'multer';
import type { Request, Response } from 'express';
import { DomainError, maxFieldErrors, type ErrorCode, type FieldError } from '@app/domain';
import { mostForAll } from './body-type.js';
import { methodsOf } from './methods-of.js';
import { requestId } from './request-id.js';
import { answerUnread } from './upload-limit.js';

type Refusal = { status: number; code: ErrorCode; detail: string; errors?: FieldError[]; more?: Record<string, unknown> };

/** A code without a status does not compile. */
export const statusOf: Record<ErrorCode, number> = {
  malformed: 400,
  invalid_parameter: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  sku_taken: 409,
  name_taken: 409,
  wrong_state: 409,
  count_changed: 409,
  stale_version: 412,
  too_large: 413,
  unsupported_media_type: 415,
  not_a_csv: 415,
  invalid: 422,
  empty_file: 422,
  duplicate_file: 409,
  idempotency_malformed: 400,
  idempotency_mismatch: 422,
  idempotency_in_flight: 409,
  file_gone: 410,
  history_gone: 410,
  events_expired: 410,
  body_gone: 410,
  confirmation_required: 422,
  webhook_url: 422,
  limit_reached: 409,
  rate_limited: 429,
  busy: 429,
  unavailable: 503,
  internal: 500,
};

/** What all problems of a status are called. */
export const titleOf: Record<number, string> = {
  400: 'The request is malformed',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not offered here',
  409: 'In conflict with the current state',
  410: 'Not kept any longer',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not the right kind of content',
  422: 'Not acceptable as it is',
  429: 'Too much at once',
  500: 'Something went wrong on our side',
  503: 'Not available right now',
};

const codeOf: Record<number, ErrorCode> = { 404: 'not_found', 415: 'unsupported_media_type' };

/** Every error leaves as an RFC 9457 problem, without a stack, SQL or a driver's text. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const [req, res] = [host.switchToHttp().getRequest<Request>(), host.switchToHttp().getResponse<Response>()];
    if (req.destroyed && !req.complete) return void res.destroy(); // the client has left in the middle of its request
    if (res.headersSent || res.writableEnded) return void res.destroy(); // a stream that broke: the client sees the cut
    const { status, code, detail, errors, more } = this.refusalOf(error, req, res);
    if (status === 503) res.setHeader('Retry-After', '5');
    if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
    const title = titleOf[status] ?? 'Refused';
    const text = JSON.stringify({
      type: `/problems/${code}`,
      title,
      status,
      detail,
      message: detail,
      code,
      instance: requestId(req),
      errors: errors?.slice(0, maxFieldErrors),
      ...more,
    });
    res.status(status).type('application/problem+json');
    if (req.complete) res.send(text);
    else answerUnread(req, res, text);
  }

  private refusalOf(error: unknown, req: Request, res: Response): Refusal {
    if (error instanceof DomainError) {
      if (typeof error.more?.retryAfter === 'number') res.setHeader('Retry-After', String(error.more.retryAfter));
      return { status: statusOf[error.code], code: error.code, detail: error.message, errors: error.errors, more: error.more };
    }
    const cause = error instanceof HttpException ? error.cause : error; // Nest wraps what multer says
    if (cause instanceof MulterError) return this.multipart(cause);
    const status = error instanceof HttpException ? error.getStatus() : (error as { status?: number; statusCode?: number })?.status;
    if (typeof status === 'number' && status >= 400 && status < 500) return this.refusedByFramework(status, error as Error, req, res);
    if (isUnavailable(error)) {
      this.log.warn(`${requestId(req)} ${(error as Error).message}`);
      return { status: 503, code: 'unavailable', detail: 'The database cannot be reached right now. Try again in a few seconds.' };
    }
    this.log.error(`${requestId(req)} ${req.method} ${req.path}: ${error instanceof Error ? error.stack : String(error)}`);
    return { status: 500, code: 'internal', detail: 'Something went wrong on our side. The log has it under the id of this request.' };
  }

  private refusedByFramework(status: number, error: Error, req: Request, res: Response): Refusal {
    if (status === 404) {
      const offered = methodsOf(req);
      if (offered.length) {
        res.setHeader('Allow', offered.join(', '));
        return { status: 405, code: 'method_not_allowed', detail: `${req.method} is not offered here; ${offered.join(', ')} is.` };
      }
      return { status, code: 'not_found', detail: 'There is nothing at this address.' };
    }
    if (status === 413) return { status, code: 'too_large', detail: `The request is larger than ${mostForAll} bytes.` };
    return { status, code: codeOf[status] ?? 'malformed', detail: status === 400 ? 'The request cannot be read.' : error.message };
  }

  private multipart({ code, message, field }: MulterError): Refusal {
    if (code === 'LIMIT_UNEXPECTED_FILE' || code === 'LIMIT_FILE_COUNT' || code === 'MISSING_FIELD_NAME') {
      return {
        status: 400,
        code: 'malformed',
        detail: `Send exactly one file, in the field "file"${field ? `; "${field.slice(0, 50)}" is not expected` : ''}.`,
      };
    }
    const tooLarge = code === 'LIMIT_FILE_SIZE' ? 'The file is larger than this server accepts.' : `The form is too large: ${message}.`;
    return { status: 413, code: 'too_large', detail: tooLarge };
  }
}

/** The database is away, has no connection left, or could not let two have what each held (40P01): PostgreSQL classes 08, 53, 57P, or the socket's own words. */
function isUnavailable(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  return (
    /^(08...|53...|57P..|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|40P01|55P03|57014)$/.test(code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|is not established/i.test(
      message,
    )
  );
}
