import { createRouter } from '@tanstack/react-router';
import { type RouterContext, routeTree } from './routes.tsx';

/** The addresses of the console. */
export function createConsoleRouter(context: RouterContext) {
  return createRouter({ routeTree, context, defaultPreload: 'intent', scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
