// Loaded into a process (node --import) it dies when it makes text of a segment that holds the word.
import process from 'node:process';

const { toString } = Buffer.prototype;
Buffer.prototype.toString = function (...how) {
  const text = toString.apply(this, how);
  if (text.length > 100_000 && text.includes('POISON')) process.kill(process.pid, 'SIGKILL');
  return text;
};
