import type { ImportKindName } from '@app/domain';
import DownloadIcon from '@mui/icons-material/Download';
import { Box, Button, Card, CardContent, Chip, Skeleton, Typography } from '@mui/material';
import { monospace } from '../../theme';
import { kindViews } from '../kinds';
import { useImportFormat } from '../kinds/useImportFormat';
import { withVisibleTabs } from './withVisibleTabs';

/** What a file of a kind should look like, said before one is chosen. */
export function ExpectedColumns({ kind }: { kind: ImportKindName }) {
  const { meanings, sample, note } = kindViews[kind];
  const format = useImportFormat(kind);
  const areAllRequired = format?.fields.every(({ required }) => required);
  return (
    <Card component="section" aria-labelledby="expected-columns">
      <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1, mb: 1.5 }}>
          <div>
            <Typography variant="h2" id="expected-columns">
              What the file should hold
            </Typography>
            {format && areAllRequired && (
              <Typography sx={{ color: 'text.secondary', mt: 0.25 }}>
                {format.fields.length} columns; none of them may be missing.
              </Typography>
            )}
          </div>
          {format && (
            <Button size="small" startIcon={<DownloadIcon />} href={format.template} download>
              Download the template
            </Button>
          )}
        </Box>
        {format ? (
          <Box
            component="dl"
            sx={{
              m: 0,
              display: 'grid',
              gridTemplateColumns: { xs: '1fr', sm: 'max-content 1fr' },
              columnGap: 3,
              rowGap: { xs: 0.25, sm: 1 },
            }}
          >
            {format.fields.flatMap(({ name, required }, nth) => [
              <Box component="dt" key={name} sx={{ display: 'flex', alignItems: 'center', gap: 1, fontFamily: monospace, fontWeight: 600 }}>
                {format.headless && (
                  <Box component="span" sx={{ color: 'text.secondary', minWidth: '2ch', textAlign: 'right', fontWeight: 400 }}>
                    {nth + 1}
                  </Box>
                )}
                {name}
                {required && !areAllRequired && (
                  <Chip label="required" size="small" variant="outlined" sx={{ fontFamily: 'inherit', height: 20 }} />
                )}
              </Box>,
              <Box component="dd" key={`${name}-meaning`} sx={{ m: 0, mb: { xs: 1, sm: 0 }, color: 'text.secondary' }}>
                {meanings[name]}
              </Box>,
            ])}
          </Box>
        ) : (
          <Skeleton variant="rectangular" height={120} />
        )}
        <Box
          component="pre"
          tabIndex={0}
          role="group"
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
          {withVisibleTabs(sample)}
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
          {note}
        </Typography>
      </CardContent>
    </Card>
  );
}
