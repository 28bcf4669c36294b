import type { Problem } from './generated/types.gen.js';

/** A refusal of the server. `code` is stable: branch on it; `problem` has all that it said, `problem.errors` the places. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    /** What the server said; undefined when the answer came from something else on the way, such as a proxy. */
    readonly problem: Problem | undefined,
    message: string,
  ) {
    super(message);
  }

  get code(): Problem['code'] | undefined {
    return this.problem?.code;
  }
}

/** What an answer that is no success is thrown as. `body` is its JSON, or its text. */
export function refusal(body: unknown, { status, statusText }: Response): ProblemError {
  if (typeof body !== 'object' || body === null || !('code' in body)) return new ProblemError(status, undefined, `${status} ${statusText}`);
  const problem = body as Problem;
  return new ProblemError(status, problem, problem.detail);
}
