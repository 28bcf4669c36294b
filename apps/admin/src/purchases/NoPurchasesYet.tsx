import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button, Card, Typography } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { ExpectedColumns } from '../imports/file/ExpectedColumns';
import { importPurchasesPath } from './importPurchasesPath';

/** Before the first file of purchases: what such a file is, and the way to bring one in. */
export const NoPurchasesYet = ({ title }: { title: string }) => (
  <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
    <Card sx={{ px: 3, py: { xs: 4, sm: 6 }, textAlign: 'center' }}>
      <ReceiptIcon aria-hidden sx={{ fontSize: 48, color: 'text.secondary' }} />
      <Typography variant="h2" sx={{ mt: 1 }}>
        {title}
      </Typography>
      <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 3 }}>
        They come from the provider’s file of purchases and cancellations: eleven columns, described below.
      </Typography>
      <CanAccess resource="imports" action="create">
        <Button component={Link} to={importPurchasesPath} variant="contained" startIcon={<UploadIcon />}>
          Import a file of purchases
        </Button>
      </CanAccess>
    </Card>
    <ExpectedColumns kind="purchases" />
  </Box>
);
