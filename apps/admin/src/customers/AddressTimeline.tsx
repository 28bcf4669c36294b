import { maxWindow, type CustomerAddress } from '@app/domain';
import { Skeleton, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { httpClient } from '../providers/httpClient';
import { counted } from '../parts/count';
import { ImportLink } from '../parts/ImportLink';
import { ProblemAlert } from '../parts/ProblemAlert';
import { RelativeTime } from '../parts/RelativeTime';
import { Section } from '../parts/Section';
import { Timeline, TimelineEntry } from '../parts/Timeline';
import { UtcTime } from '../parts/UtcTime';
import { place } from './customerTexts';

/** Where a customer lived, the present address first: from when until when, which import brought it, and which one the last digits of its zip. */
export function AddressTimeline({ id }: { id: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['customers', id, 'addresses'],
    queryFn: async () => (await httpClient(`/api/customers/${id}/addresses?perPage=${maxWindow}`)).json as CustomerAddress[],
  });
  const newestFirst = data?.toSorted((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom));
  return (
    <Section title="Addresses" lead={data && `${counted(data.length, 'address', 'addresses')}, by the times of the purchases`}>
      {error && <ProblemAlert title="The addresses could not be loaded" error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={120} />}
      {newestFirst && (
        <Timeline label="Addresses">
          {newestFirst.map((address, nth) => (
            <TimelineEntry key={address.id} isPresent={address.validTo === null}>
              <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{place(address)}</Typography>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                <UtcTime at={address.validFrom} withTime={false} /> –{' '}
                {address.validTo ? <UtcTime at={address.validTo} withTime={false} /> : 'now'}
              </Typography>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {nth === newestFirst.length - 1 ? 'First told' : 'Moved; told'} by import <ImportLink id={address.importId} />,{' '}
                <RelativeTime at={address.learnedAt} />
              </Typography>
              {address.completedByImportId !== null && address.completedAt !== null && (
                <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                  Completed by import <ImportLink id={address.completedByImportId} />, <RelativeTime at={address.completedAt} />
                </Typography>
              )}
            </TimelineEntry>
          ))}
        </Timeline>
      )}
    </Section>
  );
}
