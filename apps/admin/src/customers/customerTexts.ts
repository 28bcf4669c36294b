import type { CustomerAddress } from '@app/domain';

/** "99 Elm St., CA 94105-1234". */
export const place = ({ street, state, zip }: Pick<CustomerAddress, 'street' | 'state' | 'zip'>) =>
  [street, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/** "Clark Kent". */
export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`.trim();
