import type { FileInspection, ImportJob, ImportSettings } from '@app/domain';
import ProfileIcon from '@mui/icons-material/BookmarkBorder';
import { Box, Button, Divider, ListSubheader, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { SaveProfileDialog } from './SaveProfileDialog';
import { useProfiles } from './useProfiles';

type Props = {
  importJob: ImportJob;
  inspection: FileInspection;
  settings: ImportSettings;
  onUse: (settings: ImportSettings) => void;
};

/** The profile that was found by the header: applied, another one, or a new one from what is on the screen. */
export function ProfileChoice({ importJob, inspection: { profile }, settings, onUse }: Props) {
  const notify = useNotify();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [saving, setSaving] = useState(false);
  const { profiles, change } = useProfiles(anchor !== null);
  const others = profiles.filter(({ id, kind }) => id !== profile?.id && kind === importJob.kind);
  const close = () => setAnchor(null);

  return (
    <Box>
      <Button
        variant="outlined"
        startIcon={<ProfileIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        sx={{ overflowWrap: 'anywhere' }}
      >
        {profile ? `Profile ${profile.name}, version ${profile.version}` : 'Profiles'}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        <MenuItem
          onClick={() => {
            close();
            setSaving(true);
          }}
        >
          Save as a new profile…
        </MenuItem>
        {profile && (
          <MenuItem
            onClick={() => {
              close();
              change.mutate(
                { id: profile.id, settings },
                {
                  onSuccess: ({ name, version }) => notify(`Profile ${name} is now version ${version}.`, { type: 'success' }),
                  onError: ({ message }) => notify(message, { type: 'error' }),
                },
              );
            }}
          >
            Save into {profile.name} as version {profile.version + 1}
          </MenuItem>
        )}
        <Divider />
        <ListSubheader sx={{ bgcolor: 'transparent', lineHeight: '32px' }}>Read the file by another profile</ListSubheader>
        {others.map((other) => (
          <MenuItem
            key={other.id}
            onClick={() => {
              close();
              onUse(other.settings);
            }}
          >
            {other.name}, version {other.version}
          </MenuItem>
        ))}
        {!others.length && <MenuItem disabled>There is no {profile ? 'other' : 'profile'} yet</MenuItem>}
      </Menu>
      {saving && <SaveProfileDialog importJob={importJob} settings={settings} onClose={() => setSaving(false)} />}
    </Box>
  );
}
