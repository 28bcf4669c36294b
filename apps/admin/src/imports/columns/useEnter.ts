import { useEffect, useEffectEvent } from 'react';

/** Enter does the likeliest thing, as long as no part of the page has the focus and would take it for itself. */
export function useEnter(act: () => void): void {
  const press = useEffectEvent(act);
  useEffect(() => {
    const onKey = ({ key, repeat }: KeyboardEvent) => {
      if (key === 'Enter' && !repeat && document.activeElement === document.body) press();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
