/** What react-admin's own parts say in this product. */
export const texts = {
  resources: {
    products: {
      name: 'Product |||| Products',
      fields: {
        id: 'Id',
        sku: 'SKU',
        name: 'Name',
        description: 'Description',
        active: 'Active',
        attributes: 'Attributes',
        version: 'Version',
        lastImportId: 'Last import',
        createdAt: 'Created',
        updatedAt: 'Changed',
      },
    },
    customers: {
      name: 'Customer |||| Customers',
      fields: {
        customerId: 'Id',
        lastName: 'Name',
        address: 'Address',
        purchases: 'Purchases',
        live: 'Live',
        spent: 'Spent',
        lastPurchaseAt: 'Last purchase',
        irregularities: 'Irregularities',
      },
    },
    purchases: {
      name: 'Purchase |||| Purchases',
      fields: {
        purchasedAt: 'Time (UTC)',
        customer: 'Customer',
        product: 'Product',
        status: 'Status',
        amount: 'Amount',
        importId: 'Import',
      },
    },
    irregularities: {
      name: 'Irregularity |||| Irregularities',
      fields: { severity: 'Severity', rule: 'What is odd', status: 'Status', customer: 'Customer', importId: 'Import', createdAt: 'Found' },
    },
    'bulk-jobs': { name: 'Bulk change |||| Bulk changes' },
    webhooks: { name: 'Webhook |||| Webhooks' },
    imports: {
      name: 'Import |||| Imports',
      fields: {
        fileName: 'File',
        kind: 'Kind',
        status: 'Status',
        actor: 'Who',
        createdAt: 'Started',
        rows: 'Rows',
        rowsPerSecond: 'Rows/s',
      },
    },
  },
  ra: {
    action: { toggle_theme: 'Switch between light and dark' },
    saved_queries: { query_name: 'Name of the view', new_dialog_title: 'Save this view as' },
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
