import { useEffect, useEffectEvent } from 'react';
import { useStore } from 'react-admin';

/** Whether single keys do something; kept in this browser, for whoever speaks to their machine or types by accident. */
export const useSingleKeys = () => useStore('singleKeys', true);

/** Whether what is typed there becomes text. */
export const takesText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  (target as HTMLInputElement).type !== 'checkbox';

const isOver = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role=dialog], [role=menu], [role=listbox]') !== null;

/** Calls back when a key is pressed alone, outside of fields that take text, and of dialogs and menus. */
export function useSingleKey(key: string, onPress: () => void): void {
  const [isOn] = useSingleKeys();
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
      if (takesText(event.target) || isOver(event.target)) return;
      event.preventDefault(); // or the key would be typed where it leads
      press();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isOn, key]);
}
