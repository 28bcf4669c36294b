const verbs: Record<string, string> = { show: 'get', remove: 'delete' };

/**
 * The name of an operation in clients, from where it is written: `ProductsController.list` is listProducts, `ImportsController.show` is getImport,
 * `ImportsController.cancel` is cancelImport. Where that reads badly, `@ApiOperation({ operationId })` says it.
 */
export function operationId(controller: string, method: string): string {
  const things = controller.replace(/Controller$/, '');
  return (verbs[method] ?? method) + (method === 'list' ? things : things.replace(/s$/, ''));
}

/** The same in words: Cancel import. */
export const wordsOf = (id: string): string =>
  id.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase());
