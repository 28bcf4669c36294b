/** Where a file of purchases is brought in. */
export const importPurchasesPath = '/imports/create?kind=purchases';
