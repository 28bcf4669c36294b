import { Layout as ReactAdminLayout, type LayoutProps } from 'react-admin';
import { BulkNotices } from '../bulk-jobs/BulkNotices';
import { AppBar } from './AppBar';
import { Menu } from './Menu';
import { Sidebar } from './Sidebar';
import { WorkBar } from './WorkBar';

export const Layout = ({ children, ...props }: LayoutProps) => (
  <ReactAdminLayout {...props} appBar={AppBar} menu={Menu} sidebar={Sidebar} appBarAlwaysOn>
    <WorkBar />
    <BulkNotices />
    {children}
  </ReactAdminLayout>
);
