import { Global, Module } from '@nestjs/common';
import { ENV, readEnv } from './config.js';

/** The checked environment, for whoever asks for ENV. Read when a process starts, not when this file is imported. */
@Global()
@Module({ providers: [{ provide: ENV, useFactory: () => readEnv() }], exports: [ENV] })
export class EnvModule {}
