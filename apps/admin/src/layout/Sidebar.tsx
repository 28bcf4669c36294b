import { useMediaQuery, type Theme } from '@mui/material';
import { Sidebar as ReactAdminSidebar, type SidebarProps } from 'react-admin';

/** On phones the menu is a dialog, and a dialog needs a name. */
export function Sidebar(props: SidebarProps) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return <ReactAdminSidebar {...props} slotProps={isPhone ? { paper: { 'aria-label': 'Menu' } } : undefined} />;
}
