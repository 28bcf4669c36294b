import { useEffect, useState } from 'react';

const patience = 15_000;

/** True once a value has not moved for 15 seconds. */
export function useStandstill(value: number): boolean {
  const [stoodAt, setStoodAt] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setStoodAt(value), patience);
    return () => clearTimeout(timer);
  }, [value]);
  return stoodAt === value;
}
