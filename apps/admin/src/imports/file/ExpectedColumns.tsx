import DownloadIcon from '@mui/icons-material/Download';
import { productFormat } from '@app/domain';
import { Box, Button, Card, CardContent, Chip, Typography } from '@mui/material';
import { monospace } from '../../theme';
import { sampleFile } from './sampleFile';

const meanings: Record<string, string> = {
  sku: 'Tells products apart, whatever the case. If it comes twice, the last row counts.',
  name: 'Up to 500 characters.',
  description: 'May hold line breaks inside quotes.',
  active: 'true or false; yes/no, 1/0 and on/off are understood. Empty keeps what is stored; new products are active.',
};

/** What a file should look like, said before one is chosen. */
export const ExpectedColumns = () => (
  <Card component="section" aria-labelledby="expected-columns">
    <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1, mb: 1.5 }}>
        <Typography variant="h2" id="expected-columns">
          What the file should hold
        </Typography>
        <Button size="small" startIcon={<DownloadIcon />} href="/api/import-formats/products/template.csv" download>
          Download the template
        </Button>
      </Box>
      <Box
        component="dl"
        sx={{ m: 0, display: 'grid', gridTemplateColumns: { xs: '1fr', sm: 'max-content 1fr' }, columnGap: 3, rowGap: { xs: 0.25, sm: 1 } }}
      >
        {productFormat.fields.flatMap(({ name, required }) => [
          <Box component="dt" key={name} sx={{ display: 'flex', alignItems: 'center', gap: 1, fontFamily: monospace, fontWeight: 600 }}>
            {name}
            {required && <Chip label="required" size="small" variant="outlined" sx={{ fontFamily: 'inherit', height: 20 }} />}
          </Box>,
          <Box component="dd" key={`${name}-meaning`} sx={{ m: 0, mb: { xs: 1, sm: 0 }, color: 'text.secondary' }}>
            {meanings[name]}
          </Box>,
        ])}
      </Box>
      <Box
        component="pre"
        tabIndex={0}
        aria-label="Sample file"
        sx={{
          fontFamily: monospace,
          fontSize: '0.8125rem',
          lineHeight: 1.6,
          m: 0,
          mt: 2,
          p: 1.5,
          borderRadius: 1,
          bgcolor: 'action.hover',
          overflowX: 'auto',
        }}
      >
        {sampleFile}
      </Box>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
        The columns may come in any order and under the names that Shopify, WooCommerce, Magento, PrestaShop and others give them; where it
        is not clear, you match them. Encoding and delimiter are found out and shown.
      </Typography>
    </CardContent>
  </Card>
);
