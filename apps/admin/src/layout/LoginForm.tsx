import type { Credentials } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import { Form, HttpError, PasswordInput, TextInput, useLogin } from 'react-admin';
import { useSecondsLeft } from './useSecondsLeft';

const filled = (message: string) => (value?: string) => (value ? undefined : message);
const needsEmail = filled('Enter your e-mail address');
const needsPassword = filled('Enter your password');

/** Keeps a refusal on the page, where react-admin's own form lets it fade after seconds. */
export function LoginForm() {
  const login = useLogin();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [secondsLeft, waitFor] = useSecondsLeft();

  const signIn = async (credentials: Credentials) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await login(credentials);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : undefined;
      if (status === 429) waitFor(Number((error as HttpError).body?.retryAfter) || 60);
      else setRefusal(status === 401 ? 'E-mail and password do not fit. Check both and try again.' : (error as Error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form
      onSubmit={(typed: Partial<Credentials>) => signIn(typed as Credentials)}
      mode="onSubmit"
      noValidate
      disableInvalidFormNotification
    >
      <TextInput source="email" type="email" label="E-mail" autoComplete="username" autoFocus validate={needsEmail} parse={asTyped} />
      <PasswordInput source="password" label="Password" autoComplete="current-password" validate={needsPassword} parse={asTyped} />
      {secondsLeft > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          Too many wrong passwords. You can try again in {secondsLeft} s.
        </Alert>
      )}
      {refusal && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {refusal}
        </Alert>
      )}
      <Button type="submit" variant="contained" size="large" fullWidth loading={busy} disabled={secondsLeft > 0}>
        Sign in
      </Button>
    </Form>
  );
}

const asTyped = (value: string) => value;
