import type { ImportKindName } from '@app/domain';
import type { ImportKind } from './import-kind.js';
import { productImport } from './product-import.js';

/** A kind that the domain names and this table forgets does not compile. */
export const importKinds: Record<ImportKindName, ImportKind> = { products: productImport };
