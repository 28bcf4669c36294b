import simpleRestProvider from 'ra-data-simple-rest';
import type { DataProvider, DeleteParams, GetListParams } from 'react-admin';
import { httpClient } from './httpClient';

/** ra-data-simple-rest, but for lists: theirs tell in `meta` whether the total is an estimate and how many changes a search left out, and end when nobody waits any more. What is deleted is told as it was seen, with its version. */
export const dataProvider: DataProvider = {
  ...simpleRestProvider('/api', httpClient),
  supportAbortSignal: true,

  async getList(resource: string, { pagination, sort, filter, signal }: GetListParams) {
    const { page, perPage } = pagination!;
    const query = new URLSearchParams({
      sort: JSON.stringify([sort!.field, sort!.order]),
      range: JSON.stringify([(page - 1) * perPage, page * perPage - 1]),
      filter: JSON.stringify(filter ?? {}),
    });
    const { json, headers } = await httpClient(`/api/${resource}?${query}`, { signal });
    return {
      data: json,
      total: Number(headers.get('Content-Range')!.split('/').pop()),
      meta: { isEstimate: headers.get('X-Total-Estimated') === 'true', unsearched: Number(headers.get('X-Unsearched-Changes')) },
    };
  },

  async delete(resource: string, { id, previousData }: DeleteParams) {
    const headers = new Headers(previousData?.version && { 'If-Match': `"${previousData.version}"` });
    const { json } = await httpClient(`/api/${resource}/${encodeURIComponent(id)}`, { method: 'DELETE', headers });
    return { data: json };
  },
};
