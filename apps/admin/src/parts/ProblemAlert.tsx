import { Alert, AlertTitle, Button, Typography } from '@mui/material';
import { HttpError } from 'react-admin';

type Props = { title: string; error: unknown; onRetry?: () => void };

/** Something the server refused or could not do: in words, with the code and request id that support asks for. */
export function ProblemAlert({ title, error, onRetry }: Props) {
  const { code, instance } = (error instanceof HttpError ? error.body : undefined) ?? {};
  const reference = [code, instance && `request ${instance}`].filter(Boolean).join(' · ');
  return (
    <Alert
      severity="error"
      action={
        onRetry && (
          <Button color="inherit" sx={{ whiteSpace: 'nowrap' }} onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {error instanceof Error ? error.message : String(error)}
      {reference && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {reference}
        </Typography>
      )}
    </Alert>
  );
}
