import { useEffect } from 'react';

const product = 'Product Importer';
const shown: { title?: string; percent?: number } = {};

function show(change: typeof shown): void {
  const { title, percent } = Object.assign(shown, change);
  const name = title === undefined ? product : `${title} · ${product}`;
  document.title = percent === undefined ? name : `${percent} % ${name}`;
}

/** Names the tab after the screen; the latest screen wins. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    show({ title });
    return () => show({ title: undefined });
  }, [title]);
}

/** Puts the percent of what goes on in front of the tab's name, whatever screen it is on. */
export function usePercentInTitle(percent: number | undefined): void {
  useEffect(() => {
    show({ percent });
    return () => show({ percent: undefined });
  }, [percent]);
}
