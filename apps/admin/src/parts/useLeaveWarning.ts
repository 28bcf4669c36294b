import { useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { matchPath, useBlocker } from 'react-router-dom';

/** `within`: the path below which nothing gets lost; else it is the page's own. `question`: instead of the one for unsaved changes. */
type Choices = { within?: string; question?: string };

/** Asks before work that is only on the screen gets lost by leaving it. */
export function useLeaveWarning(isDirty: boolean, { within, question }: Choices = {}): void {
  const translate = useTranslate();
  const asked = question ?? translate('ra.message.unsaved_changes');
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && !matchPath(within ? `${within}/*` : currentLocation.pathname, nextLocation.pathname),
  );

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    if (window.confirm(asked)) blocker.proceed();
    else blocker.reset();
  }, [blocker, asked]);

  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
}
