import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../shared/logging/log-level.ts';

/** What a control plane is told at start, and never looks up again. */
export interface ControlPlaneConfig {
  readonly databaseUrl: string;
  /** Absent: changes travel by the sweep, events go straight to Postgres. */
  readonly redisUrl?: string;
  readonly host: string;
  /** 0 lets the machine choose one. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** The first admin's token; without it one is made at first start and told once. */
  readonly bootstrapAdminToken?: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: ControlPlaneConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

const urlOf = (protocols: readonly string[], example: string) =>
  z.string({ error: `is required, for example ${example}` }).refine((text) => hasProtocol(text, protocols), {
    error: `must be a URL that begins with ${protocols.map((name) => `${name}//`).join(' or ')}, for example ${example}`,
  });

const variables = z.object({
  DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@127.0.0.1:5432/solid_fortnight',
  ),
  REDIS_URL: urlOf(['redis:', 'rediss:'], 'redis://127.0.0.1:6379').optional(),
  HOST: z.string().default('0.0.0.0'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535')
    .default(8300),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  BOOTSTRAP_ADMIN_TOKEN: z
    .string()
    .regex(/^sf_api_[A-Za-z0-9_-]{32,200}$/, 'must be "sf_api_" followed by 32 to 200 of A-Z a-z 0-9 _ -')
    .optional(),
});

/**
 * Reads the configuration from environment variables. An empty variable counts as absent.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseControlPlaneConfig(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    };
  }
  const { DATABASE_URL, REDIS_URL, HOST, PORT, LOG_LEVEL, BOOTSTRAP_ADMIN_TOKEN } = parsed.data;
  return {
    ok: true,
    config: {
      databaseUrl: DATABASE_URL,
      host: HOST,
      port: PORT,
      logLevel: LOG_LEVEL,
      ...(REDIS_URL === undefined ? {} : { redisUrl: REDIS_URL }),
      ...(BOOTSTRAP_ADMIN_TOKEN === undefined ? {} : { bootstrapAdminToken: BOOTSTRAP_ADMIN_TOKEN }),
    },
  };
}

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
