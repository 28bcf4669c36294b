import type { Retained } from '@app/domain';
import { Skeleton, useMediaQuery, type Theme } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../parts/Page';
import { ProblemAlert } from '../parts/ProblemAlert';
import { Section } from '../parts/Section';
import { httpClient } from '../providers/httpClient';
import { RetainedCards } from './RetainedCards';
import { RetainedTable } from './RetainedTable';

/** What is kept for how long, and how much of it there is. */
export function RetentionPage() {
  const isSmall = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  const { data, error, refetch } = useQuery({
    queryKey: ['retention'],
    queryFn: async () => (await httpClient('/api/retention')).json as Retained[],
  });
  return (
    <Page
      title="What is kept"
      lead="Products and the list of imports stay. What is listed here is removed when its time is over; a worker looks once an hour."
      width={1280}
    >
      {error ? (
        <ProblemAlert title="The list could not be loaded" error={error} onRetry={() => refetch()} />
      ) : (
        <Section
          title="For how long, and how much"
          lead="The time is set by the variable named below it, where the server is started."
          flush
        >
          {!data && <Skeleton variant="rectangular" height={420} sx={{ m: 2 }} />}
          {data && (isSmall ? <RetainedCards things={data} /> : <RetainedTable things={data} />)}
        </Section>
      )}
    </Page>
  );
}
