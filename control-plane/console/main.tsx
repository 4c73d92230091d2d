import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/styles.css';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createManagementClient } from '../../shared/management-client/management-client.ts';
import { ApiProvider } from './api/api-context.tsx';
import { createColorSchemeManager } from './app/color-scheme-manager.ts';
import { cssVariables } from './app/css-variables.ts';
import { createQueryClient } from './app/query-client.ts';
import { createConsoleRouter } from './app/router.tsx';
import { theme } from './app/theme.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no element "root"');

const api = createManagementClient({ baseUrl: window.location.origin, token: undefined });
const queries = createQueryClient(() => {
  const { pathname, search } = window.location;
  if (pathname === '/sign-in') return;
  void router.navigate({ href: `/sign-in?to=${encodeURIComponent(pathname + search)}` });
});
const router = createConsoleRouter({ api, queries });

createRoot(container).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={createColorSchemeManager(window.localStorage)}
    >
      <QueryClientProvider client={queries}>
        <ApiProvider client={api}>
          <ModalsProvider>
            <Notifications position="bottom-right" />
            <RouterProvider router={router} />
          </ModalsProvider>
        </ApiProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
