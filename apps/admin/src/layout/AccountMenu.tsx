import { useGetIdentity, UserMenu } from 'react-admin';

/** The button's name for screen readers holds what it shows: the person's name. */
export function AccountMenu() {
  const { identity } = useGetIdentity();
  return <UserMenu label={['Account', identity?.fullName].filter(Boolean).join(' ')} />;
}
