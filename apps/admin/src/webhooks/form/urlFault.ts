import { HttpError } from 'react-admin';
import { httpClient } from '../../providers/httpClient';

/** Asks whether webhooks may go to an address, and answers why not. No answer is no reason: saving asks again. */
export async function urlFault(url: string): Promise<string | undefined> {
  try {
    await httpClient('/api/webhooks/check-url', { method: 'POST', body: JSON.stringify({ url }) });
  } catch (error) {
    const { status, body } = error instanceof HttpError ? error : {};
    if (status === 422) return body?.errors?.url ?? (error as Error).message;
  }
  return undefined;
}
