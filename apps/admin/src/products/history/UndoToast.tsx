import { Button, SnackbarContent } from '@mui/material';
import { useCloseNotification, useNotify } from 'react-admin';
import { useRestore } from './useRestore';

/** Tells that a product was deleted; its button brings it back as it was in its last version, unless somebody else was faster. */
export function UndoToast({ message, id, version }: { message: string; id: number; version: number }) {
  const close = useCloseNotification();
  const notify = useNotify();
  const { mutate, isPending } = useRestore(id);
  const undo = () =>
    mutate(
      { version, seen: version + 1 }, // the deletion has a number of its own
      {
        onSuccess: ({ sku }) => notify(`Product ${sku} is as it was`, { type: 'success' }),
        onError: (problem) => notify(problem.message, { type: 'error' }),
        onSettled: close,
      },
    );
  return (
    <SnackbarContent
      message={message}
      sx={{ '& .MuiSnackbarContent-message': { overflowWrap: 'anywhere' } }}
      action={
        <Button color="inherit" size="small" loading={isPending} onClick={undo}>
          Undo
        </Button>
      }
    />
  );
}
