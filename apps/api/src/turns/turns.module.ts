import { Module } from '@nestjs/common';
import { Chunks } from './chunks.js';
import { Turns } from './turns.js';

@Module({ providers: [Chunks, Turns], exports: [Chunks, Turns] })
export class TurnsModule {}
