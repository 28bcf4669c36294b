import { describe, expect, it } from '@jest/globals';
import { SideBySide } from './side-by-side.js';

/** Works that end when they are told to, and what has happened so far. */
function stage() {
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    seen.push(`${name} starts`);
    await new Promise<void>((end) => ends.set(name, end));
    seen.push(`${name} ends`);
    return name;
  };
  const settle = () => new Promise((go) => setImmediate(go));
  return { seen, work, settle, end: (name: string) => (ends.get(name)!(), settle()) };
}

describe('pieces of work', () => {
  it('run together, and one by itself when those before it have ended, and before those after it', async () => {
    const { seen, work, settle, end } = stage();
    const all = new SideBySide();
    const results = [all.together(work('a')), all.together(work('b'))];
    await settle();
    results.push(all.byItself(work('alone')), all.together(work('c')));
    await settle();
    await end('a');
    expect(seen).toEqual(['a starts', 'b starts', 'a ends']);
    await end('b');
    expect(seen.at(-1)).toBe('alone starts');
    await end('alone');
    expect(seen.slice(-2)).toEqual(['alone ends', 'c starts']);
    await end('c');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'alone', 'c']);
  });

  it('run one after the other when each is by itself, also after one that failed', async () => {
    const { seen, work, settle, end } = stage();
    const all = new SideBySide();
    const failed = all.byItself(() => Promise.reject(new Error('no')));
    const results = [all.byItself(work('a')), all.byItself(work('b'))];
    await expect(failed).rejects.toThrow('no');
    await settle();
    expect(seen).toEqual(['a starts']);
    await end('a');
    await end('b');
    expect(await Promise.all(results)).toEqual(['a', 'b']);
    expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });
});
