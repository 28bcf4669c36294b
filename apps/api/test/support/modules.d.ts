/** Modules of the fault tests, which run without TypeScript. */
declare module '*.mjs';
