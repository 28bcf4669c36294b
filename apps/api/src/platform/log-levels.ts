import type { LogLevel } from '@nestjs/common';
import type { Env } from './config.js';

const levels = ['error', 'warn', 'log', 'debug'] as const;

/** A level and all that are graver. */
export const logLevels = (level: Env['LOG_LEVEL']): LogLevel[] => ['fatal', ...levels.slice(0, levels.indexOf(level) + 1)];
