import RetentionIcon from '@mui/icons-material/AutoDeleteOutlined';
import ProductsIcon from '@mui/icons-material/Inventory2Outlined';
import ImportsIcon from '@mui/icons-material/UploadFileOutlined';
import { CanAccess, Menu as ReactAdminMenu } from 'react-admin';

export const Menu = () => (
  <ReactAdminMenu component="nav" aria-label="Main" sx={{ mt: 1 }}>
    <CanAccess resource="products" action="list">
      <ReactAdminMenu.Item to="/products" primaryText="Products" leftIcon={<ProductsIcon />} keyboardShortcut="g>p" />
    </CanAccess>
    <CanAccess resource="imports" action="list">
      <ReactAdminMenu.Item to="/imports" primaryText="Imports" leftIcon={<ImportsIcon />} keyboardShortcut="g>i" />
    </CanAccess>
    <CanAccess resource="system" action="list">
      <ReactAdminMenu.Item to="/retention" primaryText="What is kept" leftIcon={<RetentionIcon />} />
    </CanAccess>
  </ReactAdminMenu>
);
