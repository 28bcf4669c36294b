import { Controller, Delete, Head, Inject, Logger, Options, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Server } from '@tus/server';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import type { Actor } from '@app/domain';
import { By, Can } from '../access/can.js';
import { requestId } from '../http/request-id.js';
import { ENV, type Env } from '../platform/config.js';
import { FileStore } from '../platform/file-store.js';
import { TusStore } from './tus-store.js';
import { UploadRepository } from './upload.repository.js';

const noLocks = { newLock: () => ({ lock: async () => {}, unlock: async () => {} }) }; // the store sees to it that one request at a time writes

const tusHeader = { name: 'Tus-Resumable', required: true, schema: { type: 'string' as const, enum: ['1.0.0'] } };
const offsetHeader = { 'Upload-Offset': { schema: { type: 'integer' as const }, description: 'How many bytes have come' } };

/**
 * Resumable uploads as tus 1.0 has them (https://tus.io): a file comes in pieces, however often the line breaks, and is imported by
 * POST /api/imports with its id. Errors of the protocol itself are plain text, as tus clients know them.
 */
@ApiTags('uploads')
@Controller('uploads')
export class UploadsController {
  private readonly log = new Logger(UploadsController.name);

  constructor(
    private readonly uploads: UploadRepository,
    private readonly files: FileStore,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** What this server can do, and how large a file may be. */
  @Options()
  @Can('imports.run')
  @ApiOperation({ summary: 'What of tus 1.0 is offered, and how large a file may be (Tus-Max-Size)' })
  @ApiNoContentResponse()
  offers(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Post()
  @Can('imports.run')
  @ApiOperation({ summary: 'Begin an upload; its address is in Location, and its id the last part of that' })
  @ApiHeader(tusHeader)
  @ApiHeader({ name: 'Upload-Length', required: true, schema: { type: 'integer' } })
  @ApiHeader({ name: 'Upload-Metadata', description: 'filename and its value in Base64', schema: { type: 'string' } })
  @ApiResponse({ status: 201, headers: { Location: { schema: { type: 'string' } }, 'Upload-Expires': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 413, description: 'Longer than Tus-Max-Size' })
  begin(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Head(':id')
  @Can('imports.run')
  @ApiOperation({ summary: 'How far an upload has come' })
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiHeader(tusHeader)
  @ApiResponse({ status: 200, headers: offsetHeader })
  @ApiResponse({ status: 404, description: 'There is none, or it is not yours' })
  @ApiResponse({ status: 410, description: 'It waited for more than 24 hours, or is imported' })
  tell(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Patch(':id')
  @Can('imports.run')
  @ApiOperation({ summary: 'Add the next bytes (application/offset+octet-stream)' })
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiHeader(tusHeader)
  @ApiHeader({ name: 'Upload-Offset', required: true, schema: { type: 'integer' } })
  @ApiNoContentResponse({ headers: offsetHeader })
  @ApiResponse({ status: 409, description: 'Upload-Offset is not how far it has come' })
  @ApiResponse({ status: 415, description: 'The first bytes say that it is no CSV' })
  add(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Delete(':id')
  @Can('imports.run')
  @ApiOperation({ summary: 'Give an upload up' })
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiHeader(tusHeader)
  @ApiNoContentResponse()
  drop(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  private async serve(actor: Actor, req: Request, res: Response): Promise<void> {
    const server = new Server({
      path: '/api/uploads',
      relativeLocation: true,
      maxSize: this.env.MAX_UPLOAD_BYTES,
      allowedOrigins: [], // no CORS
      locker: noLocks,
      namingFunction: () => randomUUID(),
      datastore: new TusStore(this.uploads, this.files, actor),
      onResponseError: (_req, error) => {
        if ('status_code' in error || req.destroyed) return undefined; // a refusal, or nobody is there to hear it
        this.log.error(`${requestId(req)} ${req.method} ${req.path}: ${error.stack}`);
        return { status_code: 500, body: 'Something went wrong on our side. Try again.\n' };
      },
    });
    await server.handle(req, res);
  }
}
