import { useEffect, useEffectEvent, useRef } from 'react';
import { takesText, useSingleKeys } from '../parts/useSingleKey';

/** Keys of the inbox, each with what it does. */
export const inboxKeys = { j: 'Next', k: 'Previous', a: 'Accept', i: 'Ignore', n: 'Note' } as const;
export type InboxKey = keyof typeof inboxKeys;

/** In a dialog or menu over the inbox; its own drawer is no such thing. */
const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role=dialog]:not(.inbox-drawer), [role=menu], [role=listbox]') !== null;

const sequence = 1_500;

/** Calls back when one of the keys is pressed alone, outside of fields that take text and of dialogs that ask something else. */
export function useInboxKeys(onKey: (key: InboxKey) => void): void {
  const [isOn] = useSingleKeys();
  const press = useEffectEvent(onKey);
  const leadAt = useRef(-Infinity);
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const isSecond = event.timeStamp - leadAt.current < sequence; // "g i" leads to the imports
      leadAt.current = key === 'g' ? event.timeStamp : -Infinity;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isSecond) return;
      if (takesText(event.target) || isElsewhere(event.target)) return;
      if (!(key in inboxKeys) || (event.repeat && key !== 'j' && key !== 'k')) return; // a key held down decides once
      event.preventDefault();
      press(key as InboxKey);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isOn]);
}
