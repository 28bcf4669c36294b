import type { ImportJob, ImportWarning } from '@app/domain';
import { Section } from '../../parts/Section';
import { RowErrors } from '../errors/RowErrors';

const aboutRows: readonly ImportWarning['code'][] = ['sku_damaged', 'leading_zeros_lost', 'formula_like', 'cells_dropped'];

/** Rows that were imported although something looks suspicious. */
export const RowsWithWarnings = ({ importJob }: { importJob: ImportJob }) =>
  importJob.warnings.some(({ code }) => aboutRows.includes(code)) && (
    <Section title="Rows to look at" lead="They are imported; something about them is unusual." flush>
      <RowErrors importJob={importJob} severity="warning" />
    </Section>
  );
