import { Badge, Tooltip } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { protectionQuery } from './environment-queries.ts';

interface ProtectionBadgeProps {
  readonly projectId: string;
  readonly environmentKey: string;
}

/** Marks a protected environment. */
export function ProtectionBadge({ projectId, environmentKey }: ProtectionBadgeProps) {
  const { data } = useQuery(protectionQuery(useApi(), { projectId, environmentKey }));
  if (data === undefined || data === null) return null;
  const { approvals } = data.data;
  const label = `Changes need ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}.`;
  return (
    <Tooltip label={label}>
      <Badge leftSection={<IconShieldCheck size={12} aria-hidden />} style={{ flexShrink: 0 }}>
        protected
      </Badge>
    </Tooltip>
  );
}
