import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiCall } from '../support/management-api.ts';

/** What writers have done. A marker is the value of one change, which no other change has. */
export interface Journal {
  /** Changes that were applied, as an answer or the state of the draft says: the markers of each. */
  readonly applied: (readonly string[])[];
  /** Changes that must never be applied. */
  readonly forbidden: string[];
  /** What must not happen. */
  readonly surprises: string[];
}

export interface WriterSetting {
  readonly journal: Journal;
  readonly isRunning: () => boolean;
  /** Sends a request to any control plane; `undefined` if it has not answered, or is shutting down. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<ApiAnswer | undefined>;
  /** The same as the user who approves. */
  readonly sendAsReviewer: WriterSetting['send'];
}

/** Changes what it alone changes, until it is stopped. */
export type Writer = (setting: WriterSetting, name: string) => Promise<void>;

/** Requests of one user to any of several control planes. */
export function sendToAny(apis: readonly ApiCall[], projectId: string): WriterSetting['send'] {
  return async (method, path, body) => {
    const api = apis[Math.floor(Math.random() * apis.length)];
    const answer = await api?.(method, `/api/projects/${projectId}${path}`, body).catch(() => undefined);
    return answer === undefined || answer.status >= 500 ? undefined : answer;
  };
}

/** Repeats until there is an answer. A change may have been applied although nothing has answered. */
async function untilAnswered(request: () => Promise<ApiAnswer | undefined>): Promise<ApiAnswer> {
  for (;;) {
    const answer = await request();
    if (answer !== undefined) return answer;
    await sleep(20);
  }
}

const setValue = (flagKey: string, environmentKey: string, defaultValue: string) => ({
  kind: 'configuration.update',
  flagKey,
  environmentKey,
  patch: { defaultValue },
});

const pause = () => sleep(20 + Math.random() * 80);

/** Single requests. The value that is there already changes nothing, so the request can be repeated. */
export const writeDirectly: Writer = async ({ journal, isRunning, send }, name) => {
  for (let count = 1; isRunning(); count += 1) {
    const marker = `${name}:${count}`;
    const path = `/flags/${name}/environments/staging`;
    const { status } = await untilAnswered(() => send('PATCH', path, { defaultValue: marker }));
    if (status === 200) journal.applied.push([marker]);
    else journal.surprises.push(`PATCH of ${marker}: ${status}`);
    await pause();
  }
};

/** Drafts of two flags and a new segment. */
export const writeDrafts: Writer = async (setting, name) => {
  const { isRunning, send } = setting;
  for (let count = 1; isRunning(); count += 1) {
    const markers = [`${name}:${count}:first`, `${name}:${count}:second`];
    const path = await createDraft(setting, [
      ...markers.map((marker, index) => setValue(`${name}-${index}`, 'staging', marker)),
      { kind: 'segment.create', segment: { key: `${name}-${count}` } },
    ]);
    await finish(setting, path, markers, { draft: () => send('POST', `${path}/apply`) });
    await pause();
  }
};

/** Drafts for a protected environment. */
export const writeWithApproval: Writer = async (setting, name) => {
  const { isRunning, send, sendAsReviewer } = setting;
  for (let count = 1; isRunning(); count += 1) {
    const marker = `${name}:${count}`;
    const path = await createDraft(setting, [setValue(name, 'production', marker)]);
    await finish(setting, path, [marker], {
      draft: () => send('POST', `${path}/request-review`),
      in_review: async () => {
        const diff = await send('GET', `${path}/diff`);
        return diff && sendAsReviewer('POST', `${path}/approvals`, { diffHash: diff.body.diffHash });
      },
      approved: () => send('POST', `${path}/apply`),
    });
    await pause();
  }
};

/** Drafts that control planes apply at their time. */
export const writeSchedules: Writer = async (setting, name) => {
  const { isRunning, send } = setting;
  for (let count = 1; isRunning(); count += 1) {
    const marker = `${name}:${count}`;
    const path = await createDraft(setting, [setValue(name, 'staging', marker)]);
    const applyAt = new Date(Date.now() + 200 + Math.random() * 1_500).toISOString();
    await untilAnswered(() => send('PUT', `${path}/schedule`, { applyAt }));
    await finish(setting, path, [marker], {});
    await pause();
  }
};

/** Changes of a protected environment without approval. */
export const writeUnapproved: Writer = async (setting, name) => {
  const { journal, isRunning, send } = setting;
  for (let count = 1; isRunning(); count += 1) {
    const markers = [`${name}:${count}:direct`, `${name}:${count}:draft`];
    journal.forbidden.push(...markers);
    const [direct = '', drafted = ''] = markers;
    const path = await createDraft(setting, [setValue(name, 'production', drafted)]);
    const configuration = `/flags/${name}/environments/production`;
    const answers = [
      await untilAnswered(() => send('PATCH', configuration, { defaultValue: direct })),
      await untilAnswered(() => send('POST', `${path}/apply`)),
    ];
    for (const { status } of answers) {
      if (status !== 409) journal.surprises.push(`a change without approval: ${status}`);
    }
    await untilAnswered(() => send('POST', `${path}/discard`));
    await pause();
  }
};

/** If there is no answer, a draft may exist that is never applied. */
async function createDraft({ send }: WriterSetting, operations: readonly object[]): Promise<string> {
  const { body } = await untilAnswered(() => send('POST', '/change-sets', { name: 'Draft', operations }));
  return `/change-sets/${body.id}`;
}

/** Does what the state of a draft calls for until it is applied. */
async function finish(
  { journal, send }: WriterSetting,
  path: string,
  markers: readonly string[],
  steps: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  for (;;) {
    const { status, body } = await untilAnswered(() => send('GET', path));
    if (body.state === 'applied') {
      journal.applied.push(markers);
      return;
    }
    if (status !== 200 || typeof body.scheduleError === 'string') {
      journal.surprises.push(`${path}: ${JSON.stringify(body)}`);
      return;
    }
    await steps[body.state]?.();
    await sleep(20);
  }
}
