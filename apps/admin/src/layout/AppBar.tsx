import { Box } from '@mui/material';
import { AppBar as ReactAdminAppBar, ToggleThemeButton, type AppBarProps } from 'react-admin';
import { AccountMenu } from './AccountMenu';
import { Brand } from './Brand';

export const AppBar = (props: AppBarProps) => (
  <ReactAdminAppBar {...props} elevation={0} toolbar={<ToggleThemeButton />} userMenu={<AccountMenu />}>
    <Brand />
    <Box sx={{ flexGrow: 1 }} />
  </ReactAdminAppBar>
);
