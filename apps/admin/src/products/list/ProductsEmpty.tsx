import AddIcon from '@mui/icons-material/Add';
import InventoryIcon from '@mui/icons-material/Inventory2Outlined';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button, Card, Typography } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';

export const ProductsEmpty = () => (
  <Card sx={{ px: 3, py: 8, textAlign: 'center' }}>
    <InventoryIcon aria-hidden sx={{ fontSize: 48, color: 'text.secondary' }} />
    <Typography variant="h2" sx={{ mt: 1 }}>
      No products yet
    </Typography>
    <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 3 }}>
      Bring in a CSV file with all of them, or add the first one by hand.
    </Typography>
    <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 1.5 }}>
      <CanAccess resource="imports" action="create">
        <Button component={Link} to="/imports/create" variant="contained" startIcon={<UploadIcon />}>
          Import a file
        </Button>
      </CanAccess>
      <CanAccess resource="products" action="create">
        <Button component={Link} to="/products/create" variant="outlined" startIcon={<AddIcon />}>
          Add a product
        </Button>
      </CanAccess>
    </Box>
  </Card>
);
