import { beforeAll, describe } from 'vitest';
import { condition } from '../support/flags.ts';
import { describeFlagMetadata } from './flag-metadata.ts';
import { describeOfrepBulk } from './ofrep-bulk.ts';
import { describeComingBack } from './ofrep-come-back.ts';
import { describeOfrepFailures } from './ofrep-failures.ts';
import { describeOriginsOfNotices } from './ofrep-origins.ts';
import { describeOfrepSingle } from './ofrep-single.ts';
import { describeOfrepStreams } from './ofrep-streams.ts';
import { HALF_AND_HALF } from './rules.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

/** The OpenFeature Remote Evaluation Protocol; each answer is held against `docs/ofrep-openapi.yaml`. */
export function describeOfrep(setting: () => Setting, under: EdgeUnderTest): void {
  describe('OFREP', () => {
    beforeAll(async () => {
      const { api, projectId, flagIsOn } = setting();
      const PRODUCTION = 'production';
      await api.createFlag(projectId, { key: 'ofrep-theme', type: 'string', ...THEME });
      await api.configure(projectId, 'ofrep-theme', PRODUCTION, { enabled: true, rules: THEME_RULES });
      await api.createFlag(projectId, { key: 'ofrep-gradual' });
      await api.configure(projectId, 'ofrep-gradual', PRODUCTION, { enabled: true, rules: [HALF_AND_HALF] });
      await api.createFlag(projectId, { key: 'ofrep-no-value' });
      await api.configure(projectId, 'ofrep-no-value', PRODUCTION, { defaultValue: null });
      await api.createFlag(projectId, { key: 'ofrep-off' });
      await api.createFlag(projectId, { key: 'ofrep-unlisted', type: 'string', ...THEME });
      await api.configure(projectId, 'ofrep-unlisted', PRODUCTION, { enabled: true, defaultValue: 'closed' });
      await flagIsOn({ key: 'ofrep-banner', clientSide: true });
      await flagIsOn({ key: 'ofrep-hidden' }); // changes arrive in order: with this one, all are there
    });

    describeOfrepSingle(setting);
    describeOfrepBulk(setting);
    describeFlagMetadata(setting, under);
    describeOfrepStreams(setting, under);
    describe('the stream of change notices', () => {
      describeComingBack(setting);
      describeOriginsOfNotices(setting, under);
    });
    describeOfrepFailures(setting);
  });
}

const THEME = {
  variations: [
    { key: 'light', value: 'white' },
    { key: 'dark', value: 'black' },
  ],
  defaultValue: 'white',
};

const THEME_RULES = [
  {
    priority: 1,
    description: 'night owls',
    conditions: [condition('hour', 'gte', 20)],
    serve: { variation: 'dark' },
  },
] as const;
