import { applyDecorators, Controller, Delete, Head, Inject, Logger, Options, Patch, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
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

const tusHeader = {
  name: 'Tus-Resumable',
  required: true,
  description: 'The version of the protocol',
  schema: { type: 'string' as const, enum: ['1.0.0'] },
  example: '1.0.0',
};
const bytes = { type: 'integer' as const, format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const pieceOfFile = {
  schema: { type: 'string' as const, format: 'binary', maxLength: Number.MAX_SAFE_INTEGER },
  example: 'MUG-2,Red mug\n',
};
const text = (maxLength: number) => ({ type: 'string' as const, maxLength });
const UploadId = () =>
  ApiParam({
    name: 'uploadId',
    description: 'The last part of the address that its beginning told',
    schema: { ...text(64), example: '3f0c1f3a-9d39-4a4c-8d4f-5b1e0b8e7a52' },
  });
const said = {
  'Tus-Resumable': { description: 'The version of the protocol', schema: tusHeader.schema, example: '1.0.0' },
  'Upload-Offset': { description: 'How many bytes have come', schema: bytes, example: 8_388_608 },
  'Upload-Expires': { description: 'When it is removed unless more comes', schema: text(40), example: 'Sun, 22 Nov 2026 18:00:00 GMT' },
};

/** What the protocol itself refuses, in plain text. */
const Plain = (...refusals: [status: number, description: string][]) =>
  applyDecorators(
    ...refusals.map(([status, description]) =>
      ApiResponse({
        status,
        description: `- ${description}`,
        content: { 'text/plain': { schema: text(1_000), example: `${description}\n` } },
      }),
    ),
  );
const tusRefusals: [number, string][] = [
  [400, 'A header of the protocol does not have its form'],
  [412, 'Tus-Resumable is missing, or another version'],
];
const noCsv: [number, string] = [415, 'The first bytes say that it is no CSV'];
const ofUpload: [number, string][] = [
  ...tusRefusals,
  [404, 'There is none, or it is not yours'],
  [410, 'It waited for more than 24 hours, or is imported'],
];

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

  @Options()
  @Can('imports.run')
  @ApiOperation({ operationId: 'getUploadOffer', description: 'What of tus 1.0 is offered, and how large a file may be.' })
  @ApiNoContentResponse({
    headers: {
      'Tus-Version': said['Tus-Resumable'],
      'Tus-Extension': { description: 'What is offered beyond the core', schema: text(200), example: 'creation,expiration' },
      'Tus-Max-Size': { description: 'How many bytes a file may have', schema: bytes, example: 2_147_483_648 },
    },
  })
  offers(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Post()
  @Can('imports.run')
  @ApiOperation({
    operationId: 'beginUpload',
    description: 'Begins an upload. Its address is in `Location`, and its id is the last part of that. The first bytes may come with it.',
    requestBody: { content: { 'application/offset+octet-stream': pieceOfFile } },
  })
  @ApiHeader(tusHeader)
  @ApiHeader({ name: 'Upload-Length', required: true, description: 'How many bytes it will have', schema: bytes, example: 87_222_866 })
  @ApiHeader({
    name: 'Upload-Metadata',
    description: '`filename` and its value in Base64',
    schema: text(4_096),
    example: 'filename cHJvZHVjdHMuY3N2',
  })
  @ApiCreatedResponse({ description: 'It has begun.', headers: { Location: {}, ...said } })
  @Plain(...tusRefusals, [413, 'Longer than Tus-Max-Size'], noCsv, [501, 'An extension that is not offered'])
  begin(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Head(':uploadId')
  @Can('imports.run')
  @ApiOperation({ operationId: 'getUploadOffset', description: 'How far an upload has come.' })
  @UploadId()
  @ApiHeader(tusHeader)
  @ApiOkResponse({
    description: 'So far.',
    headers: { ...said, 'Upload-Length': { description: 'How many bytes it will have', schema: bytes, example: 87_222_866 } },
  })
  @Plain(...ofUpload)
  tell(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Patch(':uploadId')
  @Can('imports.run')
  @ApiOperation({
    operationId: 'addToUpload',
    description: 'Adds the next bytes. Of two requests that add to one upload the later one goes on.',
    requestBody: { required: true, content: { 'application/offset+octet-stream': pieceOfFile } },
  })
  @UploadId()
  @ApiHeader(tusHeader)
  @ApiHeader({ name: 'Upload-Offset', required: true, description: 'How many bytes have come before', schema: bytes, example: 8_388_608 })
  @ApiNoContentResponse({ description: 'They are kept.', headers: said })
  @Plain(
    ...ofUpload,
    [403, 'A header of the protocol is missing'],
    [409, 'Upload-Offset is not how far it has come'],
    [413, 'More than Upload-Length'],
    noCsv,
  )
  add(@By() actor: Actor, @Req() req: Request, @Res() res: Response): Promise<void> {
    return this.serve(actor, req, res);
  }

  @Delete(':uploadId')
  @Can('imports.run')
  @ApiOperation({ operationId: 'deleteUpload', description: 'Gives an upload up.' })
  @UploadId()
  @ApiHeader(tusHeader)
  @ApiNoContentResponse({ description: 'It is gone.' })
  @Plain(...ofUpload)
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
