import type { Setting } from '../contract/setting.ts';
import { condition, rollout } from '../support/flags.ts';

/** Flags of every type, visible to client keys unless marked otherwise; all are switched on in `production`. */
export async function createFlags({ api, projectId, flagIsOn }: Setting): Promise<void> {
  const on = { enabled: true };
  await api.createFlag(projectId, {
    key: 'greeting',
    type: 'string',
    clientSide: true,
    metadata: METADATA,
    ...GREETING,
  });
  await api.configure(projectId, 'greeting', 'production', { ...on, rules: [PREMIUM_IS_CASUAL] });
  await api.createFlag(projectId, { key: 'price', type: 'number', clientSide: true, ...PRICE });
  await api.configure(projectId, 'price', 'production', on);
  await api.createFlag(projectId, { key: 'count', type: 'number', clientSide: true, ...COUNT });
  await api.configure(projectId, 'count', 'production', on);
  await api.createFlag(projectId, { key: 'switched-off', clientSide: true });
  await api.createFlag(projectId, { key: 'unlisted', type: 'string', clientSide: true, ...GREETING });
  await api.configure(projectId, 'unlisted', 'production', { ...on, defaultValue: 'closed' });
  await api.createFlag(projectId, { key: 'theme', type: 'json', clientSide: true, ...THEME });
  await api.configure(projectId, 'theme', 'production', on);
  await api.createFlag(projectId, { key: 'gradual', clientSide: true });
  await api.configure(projectId, 'gradual', 'production', { ...on, rules: [HALF_AND_HALF] });
  await api.createFlag(projectId, { key: 'undecided', clientSide: true });
  await api.configure(projectId, 'undecided', 'production', { defaultValue: null });
  await api.createFlag(projectId, { key: 'undecided-on', clientSide: true });
  await api.configure(projectId, 'undecided-on', 'production', { ...on, defaultValue: null, rules: [] });
  await api.createFlag(projectId, { key: 'server-only' });
  await api.configure(projectId, 'server-only', 'production', on);
  await flagIsOn({ key: 'banner', clientSide: true }); // changes arrive in order: with this one, all are there
}

/** Metadata of the flag `greeting`, of every type there is. */
export const METADATA = { owner: 'checkout', ticket: 4711, temporary: true };

const GREETING = {
  variations: [
    { key: 'formal', value: 'Good day' },
    { key: 'casual', value: 'Hi' },
  ],
  defaultValue: 'Good day',
};

const PRICE = { variations: [{ key: 'regular', value: 19.5 }], defaultValue: 19.5 };

const COUNT = { variations: [{ key: 'twenty', value: 20 }], defaultValue: 20 };

const DARK = { mode: 'dark', colours: ['#000', '#eee'] };
const THEME = { variations: [{ key: 'night', value: DARK }], defaultValue: DARK };

const PREMIUM_IS_CASUAL = {
  priority: 1,
  description: 'premium customers',
  conditions: [condition('plan', 'eq', 'premium')],
  serve: { variation: 'casual' },
};

const HALF_AND_HALF = {
  priority: 1,
  description: 'half of all users',
  conditions: [],
  serve: rollout(50_000),
};
