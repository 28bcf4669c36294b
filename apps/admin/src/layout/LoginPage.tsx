import { Alert, Box, Card, CardContent, Typography } from '@mui/material';
import { useEffect } from 'react';
import { useCheckAuth } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useDocumentTitle } from '../parts/useDocumentTitle';
import { session } from '../providers/session';
import { Brand } from './Brand';
import { LoginForm } from './LoginForm';

export function LoginPage() {
  useDocumentTitle('Sign in');
  const checkAuth = useCheckAuth();
  const navigate = useNavigate();
  useEffect(() => {
    checkAuth({}, false).then(
      () => navigate('/'),
      () => undefined, // nobody is signed in, which is why this page is here
    );
  }, [checkAuth, navigate]);

  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', bgcolor: 'background.default', p: 2 }}>
      <Card sx={{ width: '100%', maxWidth: 400 }}>
        <CardContent sx={{ p: { xs: 3, sm: 4 }, '&:last-child': { pb: { xs: 3, sm: 4 } } }}>
          <Box sx={{ color: 'primary.main', mb: 3 }}>
            <Brand />
          </Box>
          <Typography variant="h1">Sign in</Typography>
          <Typography sx={{ color: 'text.secondary', mt: 0.5, mb: 2 }}>
            Bring product files into the catalogue, see what each one changed, and correct single products.
          </Typography>
          {session.hasEnded && (
            <Alert severity="info" sx={{ mb: 1 }}>
              Your session has ended. Sign in to go on where you were.
            </Alert>
          )}
          <LoginForm />
        </CardContent>
      </Card>
    </Box>
  );
}
