import { Module } from '@nestjs/common';
import { Chunks } from './chunks.js';
import { KeptProducts } from './kept-products.js';
import { Turns } from './turns.js';

@Module({ providers: [Chunks, KeptProducts, Turns], exports: [Chunks, KeptProducts, Turns] })
export class TurnsModule {}
