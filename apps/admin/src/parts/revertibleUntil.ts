/** How long the versions are kept that work is undone from. */
const historyDays = 90;

/** The day until which what ended then can be undone. */
export const revertibleUntil = (ended: Date): Date => new Date(ended.getTime() + historyDays * 86_400_000);
