import type { Request } from 'express';

type Layer = { route?: { methods: Record<string, boolean> }; match?: (path: string) => boolean };

/** The methods that are offered at the path of a request; empty when it is nobody's. */
export function methodsOf(req: Request): string[] {
  const layers = (req.app as unknown as { router?: { stack: Layer[] } }).router?.stack ?? [];
  const path = req.baseUrl + req.path; // Nest asks from within a router of its own, where `path` lacks the prefix
  const offered = layers.filter((layer) => layer.route && layer.match?.(path)).flatMap(({ route }) => Object.keys(route!.methods));
  return [...new Set(offered.map((method) => method.toUpperCase()))].filter((method) => method !== '_ALL' && method !== req.method);
}
