import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { useLiveChanges } from '../api/live-changes.ts';
import { Shell } from './shell.tsx';

const route = getRouteApi('/projects/$projectId');

/** The frame of a project's pages. While it is open, what others change shows by itself. */
export function ProjectFrame() {
  const { projectId } = route.useParams();
  const live = useLiveChanges(projectId);
  return (
    <Shell projectId={projectId} banner={live === 'lost' && <LostConnection />}>
      <Outlet />
    </Shell>
  );
}

function LostConnection() {
  return (
    <Alert
      color="yellow"
      mb="md"
      role="status"
      icon={<IconPlugConnectedX aria-hidden />}
      title="The connection is lost"
    >
      What you see may be old. The page reconnects by itself and then shows what has changed.
    </Alert>
  );
}
