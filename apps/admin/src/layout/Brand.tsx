import InventoryIcon from '@mui/icons-material/Inventory2Outlined';
import { Box, Typography } from '@mui/material';

export const Brand = () => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
    <InventoryIcon fontSize="small" aria-hidden sx={{ display: { xs: 'none', sm: 'block' } }} />
    <Typography component="span" sx={{ fontWeight: 600, fontSize: '1.0625rem', whiteSpace: 'nowrap' }}>
      Product Importer
    </Typography>
  </Box>
);
