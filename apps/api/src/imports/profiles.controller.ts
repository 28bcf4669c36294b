import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import {
  ImportProfile,
  ImportProfileChanges,
  ImportProfileInput,
  ImportProfileVersion,
  listParameter,
  ListQuery,
  type Actor,
} from '@app/domain';
import { By, Can } from '../access/can.js';
import { IfMatch } from '../http/if-match.js';
import { contentRange, listWindow } from '../http/list.js';
import { Id } from '../http/params.js';
import { Refuses } from '../http/refuses.js';
import { profileFields, ProfileRepository, profileVersionFields } from './profile.repository.js';
import { ProfilesService } from './profiles.service.js';

const ProfileListQuery = ListQuery.extend({
  name: listParameter('Contains, whatever the case', 'shop'),
  kind: listParameter('Exactly', 'products'),
  fingerprint: listParameter('Exactly', 'b5bb9d8014a0f9b1'),
}).catchall(z.string());

const tag = { ETag: { schema: { type: 'string' as const } } };

@ApiTags('import profiles')
@Controller('import-profiles')
export class ProfilesController {
  constructor(
    private readonly profiles: ProfileRepository,
    private readonly service: ProfilesService,
  ) {}

  @Get()
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(ImportProfile), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({ operationId: 'listImportProfiles', description: 'Named settings for files of one layout.' })
  async list(
    @Query({ schema: ProfileListQuery }) query: z.infer<typeof ProfileListQuery>,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ImportProfile[]> {
    const window = listWindow(query, profileFields);
    const { rows, total } = await this.profiles.page(window);
    contentRange(res, 'import-profiles', window.offset, rows.length, total);
    return rows;
  }

  @Get(':id')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: ImportProfile, headers: tag })
  @ApiOperation({ operationId: 'getImportProfile', description: 'A profile as it is now.' })
  async show(@Param('id', { schema: Id }) id: number, @Res({ passthrough: true }) res: Response): Promise<ImportProfile> {
    return tagged(res, await this.service.show(id));
  }

  @Get(':id/versions')
  @Can('imports.read')
  @ApiOkResponse({ standardSchema: z.array(ImportProfileVersion), headers: { 'Content-Range': { schema: { type: 'string' } } } })
  @ApiOperation({
    operationId: 'listImportProfileVersions',
    description: 'What a profile was, newest first; the present version is the first.',
  })
  async versions(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ListQuery }) query: ListQuery,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ImportProfileVersion[]> {
    await this.service.show(id);
    const window = listWindow({ sort: '-version', ...query }, profileVersionFields);
    const { rows, total } = await this.profiles.versions(id, window);
    contentRange(res, 'versions', window.offset, rows.length, total);
    return rows;
  }

  @Post()
  @Can('imports.run')
  @ApiCreatedResponse({ standardSchema: ImportProfile, headers: { ...tag, Location: { schema: { type: 'string' } } } })
  @ApiOperation({
    operationId: 'createImportProfile',
    description:
      'Saves how an import was read, or the settings that are sent for its columns. 409 `name_taken` with `otherId` when a profile of the kind has this name.',
  })
  @Refuses('wrong_state', 'name_taken', 'not_found')
  async create(
    @By() actor: Actor,
    @Body({ schema: ImportProfileInput }) input: ImportProfileInput,
    @Res({ passthrough: true }) res: Response,
  ): Promise<ImportProfile> {
    const profile = await this.service.create(actor, input);
    res.setHeader('Location', `/api/import-profiles/${profile.id}`);
    return tagged(res, profile);
  }

  @Put(':id')
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportProfile, headers: tag })
  @ApiOperation({
    operationId: 'updateImportProfile',
    description:
      'What is left out stays; any change makes a new version. `If-Match` or `version` is checked when sent: 412 `stale_version` with the current record.',
  })
  @Refuses('name_taken', 'stale_version')
  async update(
    @By() actor: Actor,
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ImportProfileChanges }) changes: ImportProfileChanges,
    @Res({ passthrough: true }) res: Response,
    @IfMatch() seen?: number[],
  ): Promise<ImportProfile> {
    return tagged(res, await this.service.update(actor, id, changes, seen));
  }

  @Delete(':id')
  @Can('imports.run')
  @ApiOkResponse({ standardSchema: ImportProfile })
  @ApiOperation({ operationId: 'deleteImportProfile', description: 'Answers the profile that was deleted; its versions go with it.' })
  remove(@By() actor: Actor, @Param('id', { schema: Id }) id: number, @IfMatch() seen?: number[]): Promise<ImportProfile> {
    return this.service.delete(actor, id, seen);
  }
}

function tagged(res: Response, profile: ImportProfile): ImportProfile {
  res.setHeader('ETag', `"${profile.version}"`);
  return profile;
}
