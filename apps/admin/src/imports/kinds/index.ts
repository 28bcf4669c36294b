import type { ImportKindName } from '@app/domain';
import type { KindView } from './kindView';
import { productView } from './productView';
import { purchaseView } from './purchaseView';

/** A kind that the domain names and this table forgets does not compile. */
export const kindViews: Record<ImportKindName, KindView> = { products: productView, purchases: purchaseView };
