/** The project that the first start creates, in the terms of the management API. */

export const DEMO_PROJECT = {
  name: 'Demo',
  description: 'Created by the first npm start. Change it as you like: it is never created again.',
};

export const DEMO_ENVIRONMENTS = [
  { key: 'development', name: 'Development', sortOrder: 0 },
  { key: 'staging', name: 'Staging', sortOrder: 1 },
  { key: 'production', name: 'Production', sortOrder: 2 },
];

/** The environment of the keys that the first start prints. */
export const DEMO_ENVIRONMENT = 'development';

interface DemoVariation {
  readonly key: string;
  readonly value: unknown;
  readonly name: string;
  readonly description: string;
}

export interface DemoFlag {
  /** Body of `POST …/flags`. */
  readonly flag: {
    readonly key: string;
    readonly name: string;
    readonly description: string;
    readonly type: 'boolean' | 'string' | 'number' | 'json';
    readonly tags: readonly string[];
    readonly clientSide: boolean;
  };
  /** Body of `PUT …/environments/:key`, the same in each environment except for `enabled`. */
  readonly configuration: {
    readonly defaultValue: unknown;
    readonly variations: readonly DemoVariation[];
    readonly prerequisites: readonly [];
    readonly rules: readonly object[];
  };
  readonly enabledIn: readonly string[];
}

const variation = (key: string, value: unknown, name: string): DemoVariation => ({
  key,
  value,
  name,
  description: '',
});

const ON_OFF = [variation('on', true, 'On'), variation('off', false, 'Off')];

const forEverybody = (serve: object) => ({ priority: 1000, description: 'Everybody', conditions: [], serve });

const forAttribute = (attribute: string, values: readonly string[], serve: object) => ({
  priority: 10,
  description: `${attribute} is ${values.join(' or ')}`,
  conditions: [{ conditionType: 'user', attribute, operator: 'in', values }],
  serve,
});

export const DEMO_FLAGS: readonly DemoFlag[] = [
  {
    flag: {
      key: 'new-checkout',
      name: 'New checkout',
      description: 'A rule: on for the premium plan, off for everybody else.',
      type: 'boolean',
      tags: ['demo', 'targeting'],
      clientSide: false,
    },
    configuration: {
      defaultValue: false,
      variations: ON_OFF,
      prerequisites: [],
      rules: [forAttribute('plan', ['premium'], { variation: 'on' })],
    },
    enabledIn: ['development', 'staging', 'production'],
  },
  {
    flag: {
      key: 'dark-mode',
      name: 'Dark mode',
      description: 'A switch. Browsers may see it (clientSide).',
      type: 'boolean',
      tags: ['demo', 'switch'],
      clientSide: true,
    },
    configuration: {
      defaultValue: false,
      variations: ON_OFF,
      prerequisites: [],
      rules: [forEverybody({ variation: 'on' })],
    },
    enabledIn: ['development', 'staging'],
  },
  {
    flag: {
      key: 'banner-text',
      name: 'Banner text',
      description: 'A text with several variations, chosen by country.',
      type: 'string',
      tags: ['demo', 'multivariate'],
      clientSide: false,
    },
    configuration: {
      defaultValue: 'Welcome!',
      variations: [
        variation('english', 'Welcome!', 'English'),
        variation('german', 'Willkommen!', 'German'),
        variation('french', 'Bienvenue !', 'French'),
      ],
      prerequisites: [],
      rules: [
        forAttribute('country', ['DE', 'AT'], { variation: 'german' }),
        { ...forAttribute('country', ['FR'], { variation: 'french' }), priority: 20 },
        forEverybody({ variation: 'english' }),
      ],
    },
    enabledIn: ['development', 'staging', 'production'],
  },
  {
    flag: {
      key: 'upload-limits',
      name: 'Upload limits',
      description: 'A JSON value: configuration that changes without a release.',
      type: 'json',
      tags: ['demo', 'configuration'],
      clientSide: false,
    },
    configuration: {
      defaultValue: { maxMegabytes: 10, formats: ['png', 'jpeg'] },
      variations: [
        variation('standard', { maxMegabytes: 10, formats: ['png', 'jpeg'] }, 'Standard'),
        variation('generous', { maxMegabytes: 200, formats: ['png', 'jpeg', 'tiff'] }, 'Generous'),
      ],
      prerequisites: [],
      rules: [
        forAttribute('plan', ['premium', 'enterprise'], { variation: 'generous' }),
        forEverybody({ variation: 'standard' }),
      ],
    },
    enabledIn: ['development', 'staging', 'production'],
  },
  {
    flag: {
      key: 'new-search',
      name: 'New search',
      description: 'A percentage rollout: on for a quarter of the users, always the same quarter.',
      type: 'boolean',
      tags: ['demo', 'rollout'],
      clientSide: false,
    },
    configuration: {
      defaultValue: false,
      variations: ON_OFF,
      prerequisites: [],
      rules: [
        forEverybody({
          rollout: {
            variations: [
              { variation: 'on', weight: 25_000 },
              { variation: 'off', weight: 75_000 },
            ],
          },
        }),
      ],
    },
    enabledIn: ['development', 'staging', 'production'],
  },
];
