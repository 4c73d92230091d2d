/**
 * Bounds of what requests may contain. The OpenAPI document states each one at the member it applies to. Those of the members of
 * a segment: `segment-members.ts`.
 */
export const LIMITS = {
  environmentsPerProject: 50,
  flagsPerProject: 10_000,
  segmentsPerProject: 1_000,
  keysPerProject: 1_000,
  /** Roles of users in a project and its environments, also in deleted environments. */
  roleGrantsPerProject: 10_000,
  /** Tokens of a user that are neither revoked nor expired. */
  apiTokens: 1_000,
  /** Sessions of a user. The oldest ones beyond end. */
  sessionsPerUser: 50,
  /** One-time links that a user has made for itself. The oldest ones beyond are deleted. */
  signInLinksPerUser: 10,
  /** Characters of the `User-Agent` header that a session keeps. */
  userAgent: 200,
  /** Bytes of a body that signs in. */
  signInBody: 16_384,
  /** Characters of a password. */
  password: 256,
  /** Characters of a password that is set, at least. */
  passwordAtLeast: 12,
  /** Roles that the answer about a session lists. */
  listedRoles: 1_000,
  tags: 50,
  /** Characters of the owner of a flag. */
  owner: 200,
  variations: 100,
  rules: 500,
  conditions: 50,
  conditionValues: 10_000,
  /** Regular expressions in one condition. */
  patterns: 100,
  prerequisites: 20,
  segmentRules: 100,
  privateAttributes: 100,
  allowedOrigins: 100,
  /** Characters of an attribute path. */
  attribute: 200,
  /** Characters of a value that is erased from the audit log. */
  erasedValue: 8_192,
  /** Characters of a targeting key in a segment. */
  targetingKey: 256,
  name: 200,
  description: 5_000,
  /** Characters of a variation's value as JSON. */
  value: 65_536,
  /** Characters of the JSON Schema of a flag, as JSON. */
  jsonSchema: 16_384,
  /** Schemas within the JSON Schema of a flag, itself included. */
  jsonSchemaSubschemas: 500,
  /** The size of all patterns in a JSON Schema together. */
  jsonSchemaPatternsSize: 1_000,
  /** Steps of checking one value against a JSON Schema. A step takes some tens of nanoseconds. */
  jsonSchemaSteps: 500_000,
  /** Steps of checking all values that a change set writes. */
  changeSetJsonSchemaSteps: 2_000_000,
  /** Entries of a page. */
  page: 100,
  /** Nesting of objects and arrays in a body. */
  depth: 32,
  /** Objects and arrays in a body: 500 rules with 50 conditions each, and the values of flags. */
  bodyContainers: 100_000,
  /** Values in a body, its objects and arrays included. */
  bodyValues: 600_000,
  /** Faults that an error response lists. */
  faults: 100,
  /** Bytes of a body, unless the route says otherwise. */
  body: 1_048_576,
  /** Characters of an answer that is kept for its Idempotency-Key. */
  idempotentAnswer: 65_536,
  /** Bytes of a configuration document. */
  configurationBody: 4_194_304,
  /** Operations of a change set. */
  changeSetOperations: 1_000,
  /** Bytes of a draft: of its operations, and of the states that they were made from. */
  changeSetBytes: 16_777_216,
  /** Configurations of a project that is read or written as one document. */
  documentConfigurations: 20_000,
  /** Flags that one change set promotes from one environment to another. */
  promotedFlags: 1_000,
  /** Steps of a gradual rollout. */
  rolloutSteps: 50,
  /** Seconds between two steps of a gradual rollout: 30 days. */
  rolloutWaitSeconds: 2_592_000,
  /** Drafts of a project that are neither applied nor discarded. */
  draftsPerProject: 1_000,
  /** Webhook endpoints of a project. */
  webhooksPerProject: 20,
  /** Characters of the URL of a webhook endpoint. */
  webhookUrl: 2_000,
  /** Configurations that one change set reads, those of deleted flags included. */
  changeSetConfigurations: 2_000,
  /** Bytes of these configurations together. */
  changeSetConfigurationBytes: 67_108_864,
} as const;
