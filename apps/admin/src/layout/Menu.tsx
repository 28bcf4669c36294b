import RetentionIcon from '@mui/icons-material/AutoDeleteOutlined';
import CustomersIcon from '@mui/icons-material/PeopleOutlined';
import ProductsIcon from '@mui/icons-material/Inventory2Outlined';
import PurchasesIcon from '@mui/icons-material/ReceiptLongOutlined';
import ImportsIcon from '@mui/icons-material/UploadFileOutlined';
import WebhooksIcon from '@mui/icons-material/WebhookOutlined';
import { CanAccess, Menu as ReactAdminMenu } from 'react-admin';
import { IrregularitiesItem } from './IrregularitiesItem';
import { menuKeys } from './menuKeys';

export const Menu = () => (
  <ReactAdminMenu component="nav" aria-label="Main" sx={{ mt: 1 }}>
    <CanAccess resource="products" action="list">
      <ReactAdminMenu.Item to="/products" primaryText="Products" leftIcon={<ProductsIcon />} keyboardShortcut={menuKeys.products} />
    </CanAccess>
    <CanAccess resource="imports" action="list">
      <ReactAdminMenu.Item to="/imports" primaryText="Imports" leftIcon={<ImportsIcon />} keyboardShortcut={menuKeys.imports} />
    </CanAccess>
    <CanAccess resource="customers" action="list">
      <ReactAdminMenu.Item to="/customers" primaryText="Customers" leftIcon={<CustomersIcon />} keyboardShortcut={menuKeys.customers} />
    </CanAccess>
    <CanAccess resource="purchases" action="list">
      <ReactAdminMenu.Item to="/purchases" primaryText="Purchases" leftIcon={<PurchasesIcon />} keyboardShortcut={menuKeys.purchases} />
    </CanAccess>
    <CanAccess resource="irregularities" action="list">
      <IrregularitiesItem />
    </CanAccess>
    <CanAccess resource="webhooks" action="list">
      <ReactAdminMenu.Item to="/webhooks" primaryText="Webhooks" leftIcon={<WebhooksIcon />} keyboardShortcut={menuKeys.webhooks} />
    </CanAccess>
    <CanAccess resource="system" action="list">
      <ReactAdminMenu.Item to="/retention" primaryText="What is kept" leftIcon={<RetentionIcon />} />
    </CanAccess>
  </ReactAdminMenu>
);
