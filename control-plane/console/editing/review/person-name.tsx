import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { usersQuery } from '../../api/users.ts';

const SHORT_ID = 8;

interface PersonNameProps {
  readonly userId: string;
}

/** The name of a user; "you", or the beginning of the id for who may not read the list of users. */
export function PersonName({ userId }: PersonNameProps) {
  const name = usePersonNames()(userId);
  return (
    <Tooltip label={`User ${userId}`} events={{ hover: true, focus: false, touch: true }}>
      <span>{name}</span>
    </Tooltip>
  );
}

/** Names of users by id, as far as the signed-in person may know them. */
function usePersonNames(): (userId: string) => string {
  const rights = useRights();
  const users = useQuery({ ...usersQuery(useApi()), enabled: rights.isInstallation('admin') });
  return (userId) =>
    userId === rights.userId
      ? 'you'
      : (users.data?.find(({ id }) => id === userId)?.name ?? `user ${userId.slice(0, SHORT_ID)}`);
}
