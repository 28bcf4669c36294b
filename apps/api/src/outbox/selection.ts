import type { EventType } from '@app/domain';

/** Which events a reader of the log asks for. */
export type Selection = {
  types: EventType[];
  /** Without the products of imports. */
  leaveOutImported?: boolean;
  /** Of this import only. */
  importId?: number;
};

/** Rows of the outbox that hold some of them; the values of `selection` are $1 to $3. */
export const selected = `type = any($1) and not ($2 and import_id is not null and type like 'product.%') and ($3::bigint is null or import_id = $3)`;

export const selection = ({ types, leaveOutImported, importId }: Selection) => [types, leaveOutImported ?? false, importId ?? null];
