import {
  IconArrowsExchange,
  IconFlag,
  IconHistory,
  IconKey,
  IconPlugConnected,
  IconRocket,
  IconServer2,
  IconStack2,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react';

/** The pages of a project, in the order of the navigation and of the command palette. */
export const PROJECT_PAGES = [
  { label: 'Flags', to: '/projects/$projectId/flags', icon: IconFlag, about: 'Switch, target and roll out' },
  {
    label: 'Change sets',
    to: '/projects/$projectId/change-sets',
    icon: IconArrowsExchange,
    about: 'Drafts, reviews, schedules and history',
  },
  { label: 'Segments', to: '/projects/$projectId/segments', icon: IconUsersGroup, about: 'Groups of users' },
  {
    label: 'Environments',
    to: '/projects/$projectId/environments',
    icon: IconStack2,
    about: 'Order, compare, promote, protect',
  },
  {
    label: 'SDK keys',
    to: '/projects/$projectId/keys',
    icon: IconKey,
    about: 'What applications sign in with',
  },
  {
    label: 'Edges',
    to: '/projects/$projectId/edges',
    icon: IconServer2,
    about: 'Who is connected, how far behind',
  },
  { label: 'Webhooks', to: '/projects/$projectId/webhooks', icon: IconWebhook, about: 'Tell other systems' },
  { label: 'Access', to: '/projects/$projectId/access', icon: IconUsers, about: 'Roles in this project' },
  { label: 'Audit log', to: '/projects/$projectId/audit', icon: IconHistory, about: 'Who changed what' },
  {
    label: 'Connect an application',
    to: '/projects/$projectId/connect',
    icon: IconRocket,
    about: 'Code that evaluates a flag',
  },
] as const;

/** The pages of the installation. */
export const INSTALLATION_PAGES = [
  { label: 'Projects', to: '/projects', icon: IconPlugConnected, about: 'All projects' },
  { label: 'People', to: '/people', icon: IconUsers, about: 'Users, invitations, service accounts' },
  {
    label: 'Audit log of the installation',
    to: '/audit',
    icon: IconHistory,
    about: 'Users, tokens, projects',
  },
] as const;
