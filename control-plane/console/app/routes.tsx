import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';
import { auditSearch } from '../screens/audit/audit-search.ts';
import { changeSetsSearch } from '../screens/change-sets/change-sets-search.ts';
import { compareSearch } from '../screens/environments/compare-search.ts';
import { flagSearch } from '../screens/flag/flag-search.ts';
import { flagsSearch } from '../screens/flags/flags-search.ts';
import { NotFound } from '../ui/not-found.tsx';
import { RouteError } from '../ui/route-error.tsx';
import { InstallationFrame } from './installation-frame.tsx';
import { ProjectFrame } from './project-frame.tsx';

/** What routes may use before they render. */
export interface RouterContext {
  readonly api: ManagementClient;
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  notFoundComponent: NotFound,
  errorComponent: RouteError,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects' });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../screens/sign-in/sign-in-screen.tsx'), 'SignInScreen'),
});

const signOut = createRoute({
  getParentRoute: () => root,
  path: '/sign-out',
  component: lazyRouteComponent(() => import('../screens/sign-in/sign-out-screen.tsx'), 'SignOutScreen'),
});

/** Pages of the installation. */
const installation = createRoute({
  getParentRoute: () => root,
  id: 'installation',
  component: InstallationFrame,
});

const projects = createRoute({
  getParentRoute: () => installation,
  path: '/projects',
  component: lazyRouteComponent(() => import('../screens/projects/projects-screen.tsx'), 'ProjectsScreen'),
});

const people = createRoute({
  getParentRoute: () => installation,
  path: '/people',
  component: lazyRouteComponent(() => import('../screens/people/people-screen.tsx'), 'PeopleScreen'),
});

const person = createRoute({
  getParentRoute: () => installation,
  path: '/people/$userId',
  component: lazyRouteComponent(() => import('../screens/people/person-screen.tsx'), 'PersonScreen'),
});

const installationAudit = createRoute({
  getParentRoute: () => installation,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(
    () => import('../screens/audit/installation-audit-screen.tsx'),
    'InstallationAuditScreen',
  ),
});

const account = createRoute({
  getParentRoute: () => installation,
  path: '/account',
  component: lazyRouteComponent(() => import('../screens/account/account-screen.tsx'), 'AccountScreen'),
});

/** Pages of one project. They follow its changes. */
const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId',
  component: ProjectFrame,
});

const projectStart = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/projects/$projectId/flags', params });
  },
});

const flags = createRoute({
  getParentRoute: () => project,
  path: '/flags',
  validateSearch: flagsSearch,
  component: lazyRouteComponent(() => import('../screens/flags/flags-screen.tsx'), 'FlagsScreen'),
});

const flag = createRoute({
  getParentRoute: () => project,
  path: '/flags/$flagKey',
  validateSearch: flagSearch,
  component: lazyRouteComponent(() => import('../screens/flag/flag-screen.tsx'), 'FlagScreen'),
});

const changeSets = createRoute({
  getParentRoute: () => project,
  path: '/change-sets',
  validateSearch: changeSetsSearch,
  component: lazyRouteComponent(
    () => import('../screens/change-sets/change-sets-screen.tsx'),
    'ChangeSetsScreen',
  ),
});

const changeSet = createRoute({
  getParentRoute: () => project,
  path: '/change-sets/$changeSetId',
  component: lazyRouteComponent(
    () => import('../screens/change-set/change-set-screen.tsx'),
    'ChangeSetScreen',
  ),
});

const segments = createRoute({
  getParentRoute: () => project,
  path: '/segments',
  component: lazyRouteComponent(() => import('../screens/segments/segments-screen.tsx'), 'SegmentsScreen'),
});

const segment = createRoute({
  getParentRoute: () => project,
  path: '/segments/$segmentKey',
  component: lazyRouteComponent(() => import('../screens/segments/segment-screen.tsx'), 'SegmentScreen'),
});

const environments = createRoute({
  getParentRoute: () => project,
  path: '/environments',
  component: lazyRouteComponent(
    () => import('../screens/environments/environments-screen.tsx'),
    'EnvironmentsScreen',
  ),
});

const environment = createRoute({
  getParentRoute: () => project,
  path: '/environments/$environmentKey',
  component: lazyRouteComponent(
    () => import('../screens/environments/environment-screen.tsx'),
    'EnvironmentScreen',
  ),
});

const compare = createRoute({
  getParentRoute: () => project,
  path: '/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('../screens/environments/compare-screen.tsx'), 'CompareScreen'),
});

const keys = createRoute({
  getParentRoute: () => project,
  path: '/keys',
  component: lazyRouteComponent(() => import('../screens/keys/keys-screen.tsx'), 'KeysScreen'),
});

const edges = createRoute({
  getParentRoute: () => project,
  path: '/edges',
  component: lazyRouteComponent(() => import('../screens/edges/edges-screen.tsx'), 'EdgesScreen'),
});

const webhooks = createRoute({
  getParentRoute: () => project,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../screens/webhooks/webhooks-screen.tsx'), 'WebhooksScreen'),
});

const webhook = createRoute({
  getParentRoute: () => project,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('../screens/webhooks/webhook-screen.tsx'), 'WebhookScreen'),
});

const access = createRoute({
  getParentRoute: () => project,
  path: '/access',
  component: lazyRouteComponent(() => import('../screens/access/access-screen.tsx'), 'AccessScreen'),
});

const projectAudit = createRoute({
  getParentRoute: () => project,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(
    () => import('../screens/audit/project-audit-screen.tsx'),
    'ProjectAuditScreen',
  ),
});

const connect = createRoute({
  getParentRoute: () => project,
  path: '/connect',
  component: lazyRouteComponent(() => import('../screens/connect/connect-screen.tsx'), 'ConnectScreen'),
});

export const routeTree = root.addChildren([
  start,
  signIn,
  signOut,
  installation.addChildren([projects, people, person, installationAudit, account]),
  project.addChildren([
    projectStart,
    flags,
    flag,
    changeSets,
    changeSet,
    segments,
    segment,
    environments,
    environment,
    compare,
    keys,
    edges,
    webhooks,
    webhook,
    access,
    projectAudit,
    connect,
  ]),
]);
