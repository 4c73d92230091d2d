import { Outlet } from '@tanstack/react-router';
import { Shell } from './shell.tsx';

export function InstallationFrame() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
