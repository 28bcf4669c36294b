/** "98 %", rounded down, so that only all is 100 %; nothing when there was no attempt. */
export const successShare = ({ attempts, succeeded }: { attempts: number; succeeded: number }): string | undefined =>
  attempts === 0 ? undefined : `${Math.floor((100 * succeeded) / attempts)} %`;
