import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import { ListItemIcon, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Logout, useGetIdentity, UserMenu, useUserMenu } from 'react-admin';
import { useSingleKey } from '../parts/useSingleKey';
import { ShortcutsDialog } from './ShortcutsDialog';

/** The button's name for screen readers holds what it shows: the person's name. */
export function AccountMenu() {
  const { identity } = useGetIdentity();
  const [asked, setAsked] = useState(false);
  const ask = () => setAsked(true);
  useSingleKey('?', ask);
  return (
    <>
      <UserMenu label={['Account', identity?.fullName].filter(Boolean).join(' ')}>
        <ShortcutsItem onClick={ask} />
        <Logout />
      </UserMenu>
      {asked && <ShortcutsDialog onClose={() => setAsked(false)} />}
    </>
  );
}

function ShortcutsItem({ onClick }: { onClick: () => void }) {
  const menu = useUserMenu();
  return (
    <MenuItem
      onClick={() => {
        menu?.onClose();
        onClick();
      }}
    >
      <ListItemIcon>
        <KeyboardIcon fontSize="small" />
      </ListItemIcon>
      Keyboard shortcuts
    </MenuItem>
  );
}
