import { describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import fs from 'node:fs';
import path from 'node:path';

describe('the OpenAPI document that is committed', () => {
  it('is the one that routes and schemas make; if not: npm run generate', async () => {
    process.env.DATABASE_URL ??= 'postgres://nobody@127.0.0.1:1/nothing'; // in preview Nest connects to nothing
    const { AppModule } = await import('../src/app.module.js');
    const { openApi } = await import('../src/http/openapi.js');
    const app = await NestFactory.create(AppModule, { preview: true, logger: ['error'] });
    app.setGlobalPrefix('api');
    const made = JSON.parse(JSON.stringify(openApi(app)));

    const file = path.resolve(__dirname, '../../../openapi.json');
    const committed = JSON.parse(fs.readFileSync(file, 'utf8'));
    expect(committed).toEqual(made);
  });
});
