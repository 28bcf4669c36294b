import { z } from 'zod';

/** An id in a path: digits in the URL, a number in the code. */
export const Id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'is not a positive whole number')
  .meta({ type: 'integer', minimum: 1, maximum: 999_999_999_999_999, description: 'Its id', examples: [7] })
  .transform(Number);
