/** What react-admin's own parts say in this product. */
export const texts = {
  resources: {
    products: {
      name: 'Product |||| Products',
      fields: { sku: 'SKU', name: 'Name', description: 'Description', active: 'Active', updatedAt: 'Updated' },
    },
    imports: {
      name: 'Import |||| Imports',
      fields: { fileName: 'File', status: 'Status', actor: 'Who', createdAt: 'Started', rows: 'Rows', rowsPerSecond: 'Rows/s' },
    },
  },
  ra: {
    action: { toggle_theme: 'Switch between light and dark' },
    auth: { logout: 'Sign out' },
    message: {
      unsaved_changes: 'Some of your changes are not saved. Leave without saving them?',
    },
    navigation: {
      no_filtered_results: 'Nothing matches these filters.',
      clear_filters: 'Clear filters',
      page_rows_per_page: 'Rows per page',
    },
    sort: { sort_by: 'Sort by %{field} %{order}' },
    notification: {
      http_error: 'The server cannot be reached. Check the connection and try again.',
      item_doesnt_exist: 'It no longer exists: someone deleted it meanwhile.',
    },
  },
};
