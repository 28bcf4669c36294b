/** Columns of the table of products, in their order. */
export const columns = ['sku', 'name', 'description', 'active', 'updatedAt', 'lastImportId', 'createdAt', 'version', 'id'];

export const atFirstHidden = ['createdAt', 'version', 'id'];

/** Where react-admin's table keeps which columns are hidden. */
export const columnsKey = 'products.datatable';
