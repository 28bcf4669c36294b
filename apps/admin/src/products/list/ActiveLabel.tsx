import ActiveIcon from '@mui/icons-material/CheckCircleOutlined';
import InactiveIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import { Box } from '@mui/material';

export function ActiveLabel({ active }: { active: boolean }) {
  const Icon = active ? ActiveIcon : InactiveIcon;
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        verticalAlign: 'middle',
        color: active ? 'text.primary' : 'text.secondary',
      }}
    >
      <Icon aria-hidden sx={{ fontSize: 18, color: (theme) => theme.palette.outcome[active ? 'created' : 'unchanged'] }} />
      {active ? 'Active' : 'Inactive'}
    </Box>
  );
}
