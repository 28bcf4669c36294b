import { productFormat } from '@app/domain';
import ProductsIcon from '@mui/icons-material/Inventory2Outlined';
import { counted } from '../../parts/count';
import type { KindView } from './kindView';

export const productView: KindView = {
  format: productFormat,
  icon: ProductsIcon,
  name: 'Products',
  holds: 'A catalogue: SKU, name, description and more.',
  file: 'CSV file',
  title: 'Import products',
  lead: 'New SKUs are added, known ones updated. Products that the file does not name stay as they are.',
  meanings: {
    sku: 'Tells products apart, whatever the case. If it comes twice, the last row counts.',
    name: 'Up to 500 characters.',
    description: 'May hold line breaks inside quotes.',
    active: 'true or false; yes/no, 1/0 and on/off are understood. Empty keeps what is stored; new products are active.',
  },
  sample: [
    'sku,name,description,active',
    'MUG-1,Blue mug,"Holds 0.3 l, dishwasher safe",true',
    'TEE-M,T-shirt M,Organic cotton,true',
    'POSTER-7,"Poster ""Alps""",,false',
  ].join('\n'),
  note: 'The columns may come in any order and under the names that Shopify, WooCommerce, Magento, PrestaShop and others give them; where it is not clear, you match them. Encoding and delimiter are found out and shown.',
  row: { key: 'SKU', name: 'Name', fields: ['sku', 'name'] },
  cleared: { active: 'makes it active' },
  sayWritten: (rows) => `${counted(rows, 'product')} created or updated`,
  nothingNew: 'Nothing had to change: the catalogue already said the same.',
  canRevert: true,
  see: { label: 'See the products', to: () => '/products' },
};
