import type { IrregularityRule, IrregularityStatus } from '@app/domain';
import { exportedCount, type Listed } from '../parts/selection';
import { irregularityStatusTexts, ruleTexts } from './ruleTexts';

const words: Record<string, (value: string) => string> = {
  q: (text) => `Contains “${text}”`,
  status: (status) => irregularityStatusTexts[status as IrregularityStatus] ?? status,
  rule: (rule) => ruleTexts[rule as IrregularityRule]?.title ?? rule,
  severity: (severity) => `Severity: ${severity}`,
  customerId: (id) => `Customer ${id}`,
  importId: (id) => `By import ${id}`,
};

export const listedIrregularities: Listed = {
  resource: 'irregularities',
  one: 'irregularity',
  many: 'irregularities',
  everything: 'All irregularities',
  isImportable: false,
  say: (field, value) => words[field]?.(String(value)) ?? `${field}: ${String(value)}`,
  count: (filter) => exportedCount('irregularities', filter),
};
