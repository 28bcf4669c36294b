import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { databaseOptions } from './platform/database.js';
import { ProductTable } from './products/product.table.js';

/** The database with its migrations, for `migrate` and for the typeorm command. */
export const dataSource = (url: string | undefined) =>
  new DataSource({ ...databaseOptions(url, 'migrate'), entities: [ProductTable], migrations });

export default dataSource(process.env.DATABASE_URL);
