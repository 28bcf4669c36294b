import { useListContext } from 'react-admin';
import { ProblemAlert } from './ProblemAlert';

/** A list that could not be loaded. */
export function ListError({ what }: { what: string }) {
  const { error, refetch } = useListContext();
  return <ProblemAlert title={`${what} could not be loaded`} error={error} onRetry={() => refetch()} />;
}
