import { useEffect } from 'react';

const product = 'Product Importer';

/** Names the tab after the screen; the latest screen wins. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${product}`;
    return () => {
      document.title = product;
    };
  }, [title]);
}
