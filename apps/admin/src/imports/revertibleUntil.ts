/** How long the versions are kept that an import is reverted from. */
const historyDays = 90;

/** The day until which an import that ended then can be reverted. */
export const revertibleUntil = (ended: Date): Date => new Date(ended.getTime() + historyDays * 86_400_000);
