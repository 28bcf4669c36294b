import { FormControlLabel, Switch } from '@mui/material';
import { useSingleKeys } from './useSingleKey';

/** Puts single keys to sleep. */
export function SingleKeysSwitch() {
  const [isOn, setIsOn] = useSingleKeys();
  return <FormControlLabel control={<Switch checked={isOn} onChange={(_, on) => setIsOn(on)} />} label="Use single keys" />;
}
