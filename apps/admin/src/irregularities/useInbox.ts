import type { Irregularity } from '@app/domain';
import { useRef, useState } from 'react';
import { useCanAccess, useListContext } from 'react-admin';
import { matchPath, useLocation, useNavigate } from 'react-router-dom';
import { useLeaveWarning } from '../parts/useLeaveWarning';
import { useDecision, type Verdict } from './decisions';
import { noteFieldId, rowLinkId } from './elementIds';
import { useInboxKeys, type InboxKey } from './useInboxKeys';

export type Inbox = ReturnType<typeof useInbox>;

/** The one that is open in the drawer, or whose row has the focus, and the ways from it: on, back, decided. */
export function useInbox() {
  const { data = [] } = useListContext<Irregularity>();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [drafts, setDrafts] = useState<Record<number, string | undefined>>({});
  /** What is typed as the note of one, until it is kept or taken back. */
  const setDraft = (id: number, note: string | undefined) => setDrafts((others) => ({ ...others, [id]: note }));
  useLeaveWarning(
    Object.values(drafts).some((note) => note !== undefined),
    { within: '/irregularities' },
  );
  const { decide } = useDecision(({ id }) => setDraft(id, undefined));
  const { canAccess: canDecide } = useCanAccess({ resource: 'irregularities', action: 'edit' });
  const path = matchPath('/irregularities/:id', pathname)?.params.id;
  const openId = path === undefined ? undefined : Number(path);

  const current = () =>
    openId ?? data.find(({ id }) => document.getElementById(rowLinkId(id))?.closest('tr, li')?.contains(document.activeElement))?.id;
  const neighbour = (step: 1 | -1) => {
    const at = data.findIndex(({ id }) => id === current());
    return at < 0 ? data[0] : data[at + step];
  };
  const go = (to: Irregularity | undefined) => {
    if (!to) return;
    if (openId === undefined) document.getElementById(rowLinkId(to.id))?.focus();
    else navigate(`/irregularities/${to.id}${search}`, { replace: true });
  };
  /** Whoever has asked for the field types at once: until it is there, no letter is a command. */
  const awaitsNote = useRef(false);
  const onNoteReady = () => (awaitsNote.current = false);
  const close = () => {
    onNoteReady();
    navigate(`/irregularities${search}`);
  };

  /** Decides on the current one, with what is typed as its note, and goes on to the next. */
  const decideOn = (verdict: Verdict) => {
    const id = current();
    const listed = data.find((one) => one.id === id);
    if (!canDecide || id === undefined || (listed && listed.status !== 'open')) return;
    const next = listed && (neighbour(1) ?? neighbour(-1));
    decide({ id, verdict, note: drafts[id] });
    if (next) go(next);
    else if (openId !== undefined) close();
  };

  const act: Record<InboxKey, () => void> = {
    j: () => go(neighbour(1)),
    k: () => go(neighbour(-1)),
    a: () => decideOn('accept'),
    i: () => decideOn('ignore'),
    n: () => {
      if (!canDecide) return;
      const field = document.getElementById(noteFieldId);
      const id = current();
      if (field) field.focus();
      else if (id !== undefined) {
        awaitsNote.current = true;
        navigate(`/irregularities/${id}${search}`, { state: { note: true } });
      }
    },
  };
  useInboxKeys((key) => awaitsNote.current || act[key]());
  return { openId, decideOn, drafts, setDraft, onNoteReady, close };
}
