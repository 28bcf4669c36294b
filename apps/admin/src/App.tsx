import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import { bulkJobs } from './bulk-jobs';
import { customers } from './customers';
import { imports } from './imports';
import { irregularities } from './irregularities';
import { Layout } from './layout/Layout';
import { LoginPage } from './layout/LoginPage';
import { products } from './products';
import { purchases } from './purchases';
import { authProvider } from './providers/authProvider';
import { dataProvider } from './providers/dataProvider';
import { i18nProvider } from './providers/i18nProvider';
import { queryClient } from './providers/queryClient';
import { RetentionPage } from './retention/RetentionPage';
import { darkTheme, lightTheme } from './theme';
import { webhooks } from './webhooks';

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
    <Resource name="bulk-jobs" {...bulkJobs} />
    <Resource name="webhooks" {...webhooks} />
    <Resource name="customers" {...customers} />
    <Resource name="purchases" {...purchases} />
    <Resource name="irregularities" {...irregularities} />
    <CustomRoutes>
      <Route path="/retention" element={<RetentionPage />} />
    </CustomRoutes>
  </Admin>
);
