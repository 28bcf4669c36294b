/** What files can be of. A name that the table of kinds of the API forgets does not compile. */
export const importKindNames = ['products', 'purchases'] as const;
export type ImportKindName = (typeof importKindNames)[number];
