// Peak memory, as the kernel counts it. Linux only; elsewhere the numbers are missing.
import fs from 'node:fs';

const read = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended, or there is no /proc
  }
};
const megabytes = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;

/** The most that the process ever had in memory, in MB. */
export const peakOf = (pid) => Math.round(megabytes(read(`/proc/${pid}/status`), 'VmHWM'));

/** What the process has in memory now, in MB. */
export const residentOf = (pid) => Math.round(megabytes(read(`/proc/${pid}/status`), 'VmRSS'));

const postmasterOf = (dir) => read(`${dir}/postmaster.pid`).split('\n')[0];
const childrenOf = (pid) => read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);

/** Samples the private memory of all PostgreSQL processes together; shared buffers come on top. */
export function watchPostgres(dir) {
  let peak = 0;
  const sample = () => {
    const postmaster = postmasterOf(dir);
    const pids = [postmaster, ...childrenOf(postmaster)];
    peak = Math.max(
      peak,
      pids.reduce((sum, pid) => sum + megabytes(read(`/proc/${pid}/status`), 'RssAnon'), 0),
    );
  };
  const timer = setInterval(sample, 250);
  return () => {
    clearInterval(timer);
    return Math.round(peak);
  };
}
