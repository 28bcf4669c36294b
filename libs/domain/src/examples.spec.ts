import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as domain from './index.js';

/** Everything that has examples, by its id in the contract. */
const schemas = Object.values(domain).flatMap((thing) => {
  const { id, examples } = (thing instanceof z.ZodType && thing.meta()) || {};
  return id && examples ? [{ id, schema: thing as z.ZodType, examples: examples as unknown[] }] : [];
});

describe('the examples in the contract', () => {
  it.each(schemas)('fit $id', ({ schema, examples }) => {
    for (const example of examples) expect(() => schema.parse(example)).not.toThrow();
  });
});
