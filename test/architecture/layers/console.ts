import type { Layers } from './layer.ts';

/** What a screen may use: never another screen. */
const BELOW_SCREENS = ['api', 'ui', 'editing'];

const screen = (is: string) => ({ is, mayImport: BELOW_SCREENS });

/** The layers of the console. */
export const CONSOLE_LAYERS: Layers = {
  api: { is: 'the management API: queries, errors, live changes', mayImport: [] },
  ui: { is: 'parts of pages that know nothing of flags', mayImport: ['api'] },
  editing: {
    is: 'editors of values, rules and rollouts, diffs, review of changes',
    mayImport: ['api', 'ui'],
  },
  'screens/sign-in': screen('signing in and out'),
  'screens/projects': screen('all projects'),
  'screens/flags': screen('the flags of a project'),
  'screens/flag': screen('one flag'),
  'screens/change-sets': screen('drafts, reviews, history'),
  'screens/change-set': screen('one change set: review, publish, revert'),
  'screens/segments': screen('segments'),
  'screens/environments': screen('environments: order, comparison, promotion, protection'),
  'screens/keys': screen('SDK keys'),
  'screens/edges': screen('edges and other readers, event counts'),
  'screens/webhooks': screen('webhooks and their deliveries'),
  'screens/access': screen('roles in a project'),
  'screens/audit': screen('audit logs'),
  'screens/connect': screen('first use: connect an application'),
  'screens/people': screen('users, service accounts, invitations'),
  'screens/account': screen('the own account: tokens, sessions, password'),
  app: {
    is: 'frame, routes, theme',
    mayImport: [
      'api',
      'ui',
      'screens/sign-in',
      'screens/projects',
      'screens/flags',
      'screens/flag',
      'screens/change-sets',
      'screens/change-set',
      'screens/segments',
      'screens/environments',
      'screens/keys',
      'screens/edges',
      'screens/webhooks',
      'screens/access',
      'screens/audit',
      'screens/connect',
      'screens/people',
      'screens/account',
    ],
  },
  public: { is: 'files that are served as they are', mayImport: [] },
  '.': { is: 'the entry point, the build', mayImport: ['api', 'app'] },
};
