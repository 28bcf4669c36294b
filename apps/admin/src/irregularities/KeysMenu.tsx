import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import { KeyList } from '../parts/KeyList';
import { PopoverButton } from '../parts/PopoverButton';
import { SingleKeysSwitch } from '../parts/SingleKeysSwitch';
import { inboxKeys } from './useInboxKeys';

/** Which keys there are, and the switch that puts them to sleep. */
export const KeysMenu = () => (
  <PopoverButton label="Keys" icon={<KeyboardIcon />}>
    <KeyList keys={inboxKeys} />
    <SingleKeysSwitch />
  </PopoverButton>
);
