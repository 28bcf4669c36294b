import { QueryClient } from '@tanstack/react-query';
import { HttpError } from 'react-admin';

/** A refusal (4xx) stays one however often it is asked again; only a server that is away is worth another try. */
const isRefusal = (error: Error) => error instanceof HttpError && error.status >= 400 && error.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 3 && !isRefusal(error) } },
});
