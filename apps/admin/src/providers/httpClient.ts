import { fetchUtils, HttpError } from 'react-admin';

type FieldErrors = Record<string, string>;

/**
 * Fetches JSON with the session's cookie. A problem's `errors[]` become the object that react-admin's forms expect:
 * `{ pointer: '/sku', message }` is the error of the field `sku`, `/attributes/color` the one of `attributes/color`.
 */
export async function httpClient(url: string, options: fetchUtils.Options = {}) {
  try {
    return await fetchUtils.fetchJson(url, options);
  } catch (error) {
    if (error instanceof HttpError) throw withFieldErrors(error);
    if (error instanceof TypeError) throw new HttpError('The server cannot be reached. Check the connection and try again.', 0);
    throw error;
  }
}

function withFieldErrors({ message, status, body }: HttpError): HttpError {
  return new HttpError(message, status, { ...body, errors: Array.isArray(body?.errors) ? byField(body.errors) : undefined });
}

function byField(errors: { pointer: string; message: string }[]): FieldErrors {
  return Object.fromEntries(
    errors.map(({ pointer, message }) => {
      const field = pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~') || 'root';
      return [field, /^[a-z]/.test(message) ? `${labelOf(field)} ${message}` : message];
    }),
  );
}

/** The server says "must not be empty" of a field; a form says it in a sentence. */
const labelOf = (field: string) => {
  if (field === 'sku') return 'SKU';
  if (field === 'url') return 'Address';
  const name = field.split('/').at(-1)!;
  return name.charAt(0).toUpperCase() + name.slice(1);
};
