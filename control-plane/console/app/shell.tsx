import {
  AppShell,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { AccountMenu } from './account-menu.tsx';
import { CommandPalette, CommandPaletteButton } from './command-palette.tsx';
import { INSTALLATION_PAGES, PROJECT_PAGES } from './navigation.ts';
import { ProjectPicker } from './project-picker.tsx';

interface ShellProps {
  /** The project that is open, if one is. */
  readonly projectId?: string;
  /** Shown above the page: that the connection is lost, for example. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
}

/** The frame around every page: project, navigation, search, account. */
export function Shell({ projectId, banner, children }: ShellProps) {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigationPath = useRef(path);
  useEffect(() => {
    if (navigationPath.current === path) return;
    navigationPath.current = path;
    close();
  }, [path, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <UnstyledButton component="a" href="#main" className="skip-link">
        Skip to the content
      </UnstyledButton>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
          <Text
            component={Link}
            to="/projects"
            className="app-name"
            fw={700}
            visibleFrom="md"
            style={{ whiteSpace: 'nowrap' }}
          >
            Solid Fortnight
          </Text>
          <ProjectPicker {...(projectId === undefined ? {} : { projectId })} />
          <Group ml="auto" gap="xs" wrap="nowrap">
            <CommandPaletteButton />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <AppShell.Section grow component={ScrollArea}>
          <Pages path={path} {...(projectId === undefined ? {} : { projectId })} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {banner}
        {children}
      </AppShell.Main>
      <CommandPalette {...(projectId === undefined ? {} : { projectId })} />
    </AppShell>
  );
}

function Pages({ projectId, path }: { readonly projectId?: string; readonly path: string }) {
  const pages = projectId === undefined ? INSTALLATION_PAGES : PROJECT_PAGES;
  return (
    <>
      <VisuallyHidden component="h2">{projectId === undefined ? 'Installation' : 'Project'}</VisuallyHidden>
      {pages.map(({ label, to, icon: Icon }) => {
        const address = to.replace('$projectId', projectId ?? '');
        const isActive = path === address || path.startsWith(`${address}/`);
        return (
          <NavLink
            key={to}
            component={Link}
            to={address}
            label={label}
            active={isActive}
            aria-current={isActive ? 'page' : undefined}
            leftSection={<Icon size={18} aria-hidden />}
          />
        );
      })}
    </>
  );
}
