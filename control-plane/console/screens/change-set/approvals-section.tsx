import { Badge, Group, List, Stack, Text } from '@mantine/core';
import { IconCheck, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { useApi } from '../../api/api-context.tsx';
import { changeSetDiffQuery } from '../../api/change-set-queries.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { ActionProblem } from './action-problem.tsx';
import { approvalsQuery } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { type EnvironmentRule, ruleSentence } from './protection-words.ts';
import { Section } from './section.tsx';
import { useApprovalRight, useProtectedEnvironments } from './use-approvals.ts';

type Approval = components['schemas']['Approval'];

/** Who has read and approved it, and who must. */
export function ApprovalsSection({ opened }: SectionProps) {
  const api = useApi();
  const approvals = useQuery(approvalsQuery(api, opened.path));
  const diff = useQuery(changeSetDiffQuery(api, opened.path));
  const rules = useProtectedEnvironments(opened);
  return (
    <Section
      title="Review"
      intro="Another person reads the diff and approves it. An approval is of exactly one diff: after an edit it no longer counts."
    >
      <Stack gap="sm">
        <Demands rules={rules} />
        <QueryView query={approvals} what="approvals">
          {(given) =>
            given.length === 0 ? (
              <Text size="sm" c="dimmed">
                Nobody has approved it yet.
              </Text>
            ) : (
              <List size="sm" icon={<IconCheck size={16} aria-hidden />}>
                {given.map((approval) => (
                  <GivenApproval key={approval.userId} approval={approval} diffHash={diff.data?.diffHash} />
                ))}
              </List>
            )
          }
        </QueryView>
        <ReviewActions opened={opened} rules={rules} diffHash={diff.data?.diffHash} />
      </Stack>
    </Section>
  );
}

function Demands({ rules }: { readonly rules: readonly EnvironmentRule[] }) {
  if (rules.length === 0) {
    return (
      <Text size="sm">
        No protected environment is affected, so it may be published without a review. You can ask for one all
        the same.
      </Text>
    );
  }
  return (
    <List size="sm">
      {rules.map((rule) => (
        <List.Item key={rule.environmentKey}>{ruleSentence(rule)}</List.Item>
      ))}
    </List>
  );
}

interface GivenApprovalProps {
  readonly approval: Approval;
  readonly diffHash: string | undefined;
}

function GivenApproval({ approval, diffHash }: GivenApprovalProps) {
  const counts = approval.diffHash === diffHash;
  return (
    <List.Item>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {approval.userName}
        </Text>
        <Text size="sm" c="dimmed">
          <RelativeTime value={approval.createdAt} />, of {approval.diffHash.slice(0, 8)}…
        </Text>
        {diffHash !== undefined && (
          <Badge size="sm" color={counts ? 'green' : 'gray'} autoContrast>
            {counts ? 'of this diff' : 'of another diff: void'}
          </Badge>
        )}
      </Group>
    </List.Item>
  );
}

interface ReviewActionsProps extends SectionProps {
  readonly rules: readonly EnvironmentRule[];
  readonly diffHash: string | undefined;
}

function ReviewActions({ opened, rules, diffHash }: ReviewActionsProps) {
  const { changeSet, mayEdit } = opened;
  const obstacle = useApprovalRight(opened, rules);
  const request = useAction(opened, {
    run: (calls) => calls.requestReview(),
    done: 'The review is requested.',
  });
  const approve = useAction(opened, {
    run: (calls, hash: string) => calls.approve({ diffHash: hash }),
    done: 'You have approved this diff.',
  });
  const isEmpty = changeSet.operationCount === 0 && changeSet.rolloutState === null;
  const requestObstacle = mayEdit
    ? isEmpty && 'There is nothing to review yet: add changes first.'
    : 'This needs the role editor in an environment of the project.';
  return (
    <Stack gap="xs" align="flex-start">
      {changeSet.state === 'draft' ? (
        <ReasonedButton
          reason={requestObstacle || undefined}
          icon={<IconEye size={16} aria-hidden />}
          label="Request a review"
          isLoading={request.isPending}
          onClick={() => request.mutate()}
        />
      ) : (
        <ReasonedButton
          reason={obstacle}
          icon={<IconCheck size={16} aria-hidden />}
          label="Approve this diff"
          isLoading={approve.isPending}
          onClick={() => diffHash !== undefined && approve.mutate(diffHash)}
        />
      )}
      {changeSet.state !== 'draft' && (
        <Text size="sm" c="dimmed">
          If something is wrong, say it in the description or edit the draft: both send it back to its
          authors.
        </Text>
      )}
      <ActionProblem error={request.error} title="The review was not requested" />
      <ActionProblem
        error={approve.error}
        title="It was not approved"
        hint="Read the diff again as it is now, then approve that."
      />
    </Stack>
  );
}
