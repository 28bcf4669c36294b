import { Button, SnackbarContent } from '@mui/material';
import { useCloseNotification, useNotify } from 'react-admin';
import { useRestore } from './useRestore';

/** Tells what was done to a product; its button makes the product again what it was in the version before. */
export function UndoToast({ message, id, version }: { message: string; id: number; version: number }) {
  const close = useCloseNotification();
  const notify = useNotify();
  const { mutate, isPending } = useRestore(id);
  const undo = () =>
    mutate(
      { version },
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
