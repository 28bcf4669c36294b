import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import { Box, FormControlLabel, Switch } from '@mui/material';
import { PopoverButton } from '../parts/PopoverButton';
import { monospace } from '../theme';
import { inboxKeys, useSingleKeys } from './useInboxKeys';

/** Which keys there are, and the switch that puts them to sleep. */
export function KeysMenu() {
  const [isOn, setIsOn] = useSingleKeys();
  return (
    <PopoverButton label="Keys" icon={<KeyboardIcon />}>
      <Box component="dl" sx={{ m: 0, mb: 1, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, rowGap: 0.5 }}>
        {Object.entries(inboxKeys).map(([key, does]) => [
          <Box component="dt" key={key} sx={{ fontFamily: monospace, fontWeight: 600 }}>
            {key.toUpperCase()}
          </Box>,
          <Box component="dd" key={does} sx={{ m: 0 }}>
            {does}
          </Box>,
        ])}
      </Box>
      <FormControlLabel control={<Switch checked={isOn} onChange={(_, on) => setIsOn(on)} />} label="Use single keys" />
    </PopoverButton>
  );
}
