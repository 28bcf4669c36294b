import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import { imports } from './imports';
import { Layout } from './layout/Layout';
import { LoginPage } from './layout/LoginPage';
import { products } from './products';
import { authProvider } from './providers/authProvider';
import { dataProvider } from './providers/dataProvider';
import { i18nProvider } from './providers/i18nProvider';
import { queryClient } from './providers/queryClient';
import { RetentionPage } from './retention/RetentionPage';
import { darkTheme, lightTheme } from './theme';

export const App = () => (
  <Admin
    title="Product Importer"
    authProvider={authProvider}
    dataProvider={dataProvider}
    i18nProvider={i18nProvider}
    queryClient={queryClient}
    layout={Layout}
    loginPage={LoginPage}
    lightTheme={lightTheme}
    darkTheme={darkTheme}
    requireAuth
    disableTelemetry
  >
    <Resource name="products" {...products} />
    <Resource name="imports" {...imports} />
    <CustomRoutes>
      <Route path="/retention" element={<RetentionPage />} />
    </CustomRoutes>
  </Admin>
);
