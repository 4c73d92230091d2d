import { LOG_LEVEL_VARIABLE } from '../../../shared/config/log-level-variable.ts';
import { type ConfigResult, type Environment, readVariables } from '../../../shared/config/read-variables.ts';
import {
  optionalVariable,
  requiredVariable,
  type VariableKind,
  variableWithDefault,
} from '../../../shared/config/variable.ts';
import { choiceOf, matching, seconds } from '../../../shared/config/variable-kinds.ts';
import type { LogLevel } from '../../../shared/logging/log-level.ts';

/** Where flags come from. */
export interface UpstreamAddress {
  /** A control plane or another edge; without a slash at the end. */
  readonly upstreamUrl: string;
  /** A secret: it is sent in the Authorization header and nowhere else. */
  readonly relayKey: string;
}

/** How an edge behaves, on every runtime. */
export interface EdgeBehavior {
  readonly logLevel: LogLevel;
  /** How long keys are trusted without a message from the upstream; `Infinity`: without limit. */
  readonly keysMaxAgeMs: number;
  /** How old flags may be for the edge to be ready; `Infinity`: any age. */
  readonly readyMaxAgeMs: number;
  /** What a 401 or 403 of the upstream does: keep the last good state, or erase it and answer 503. */
  readonly onUpstreamRejected: 'keep' | 'close';
  /** The origin at which clients open streams of change notices; absent: that of their base URL. */
  readonly streamOrigin?: string;
  /** Where this edge runs, in the operator's words; the upstream lists it. */
  readonly region?: string;
}

const origin: VariableKind<string> = {
  rule: 'must be an origin, https:// or http:// with a host and nothing after it, for example https://streams.example.com',
  parse(text) {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '') ? url.origin : undefined;
  },
};

const upstreamUrl: VariableKind<string> = {
  rule: 'must be an http:// or https:// URL without query, for example http://127.0.0.1:8300',
  parse(text) {
    if (!URL.canParse(text)) return undefined;
    const { protocol, search, hash, username } = new URL(text);
    const isUsable = /^https?:$/.test(protocol) && search === '' && hash === '' && username === '';
    return isUsable ? text.replace(/\/+$/, '') : undefined;
  },
};

export const UPSTREAM_VARIABLES = {
  upstreamUrl: requiredVariable({
    name: 'UPSTREAM_URL',
    kind: upstreamUrl,
    hint: 'the URL of the control plane or of another edge',
    meaning: 'The control plane, or another edge',
  }),
  relayKey: requiredVariable({
    name: 'RELAY_KEY',
    kind: matching(
      /^sf_rly_[A-Za-z0-9_-]{16,128}$/,
      'must be a relay key: "sf_rly_" and 16 to 128 of A-Z a-z 0-9 _ -',
    ),
    hint: 'a relay key (sf_rly_…), created in the control plane',
    meaning: 'A relay key, `sf_rly_…`; the edge serves the environments that it covers. A secret',
  }),
};

export const EDGE_VARIABLES = {
  logLevel: LOG_LEVEL_VARIABLE,
  keysMaxAgeMs: optionalVariable({
    name: 'KEYS_MAX_AGE',
    kind: seconds,
    absent: 'no limit',
    meaning:
      'Seconds for which keys are trusted without a message from the upstream; after that requests get 503',
  }),
  readyMaxAgeMs: optionalVariable({
    name: 'READY_MAX_AGE',
    kind: seconds,
    absent: 'no limit',
    meaning: 'Seconds by which flags may be behind before `/health/ready` answers 503',
  }),
  onUpstreamRejected: variableWithDefault({
    name: 'ON_UPSTREAM_REJECTED',
    kind: choiceOf(['keep', 'close']),
    default: 'keep',
    meaning:
      'What a 401 or 403 of the upstream does: `keep` serves the last good flags, `close` erases them and answers 503',
  }),
  streamOrigin: optionalVariable({
    name: 'STREAM_ORIGIN',
    kind: origin,
    absent: "the client's base URL",
    meaning:
      "The origin at which clients open OFREP's event streams (`endpoint.origin`), if it is another one than that of evaluations",
  }),
  region: optionalVariable({
    name: 'REGION',
    kind: matching(
      /^[ !#-[\]-~]{1,100}$/,
      'must be 1 to 100 printable ASCII characters without quotes and backslashes, for example eu-central',
    ),
    meaning: 'Where this edge runs, in your words. Control planes list it with their readers',
  }),
};

/** Reads where flags come from. */
export function readUpstreamAddress(environment: Environment): ConfigResult<UpstreamAddress> {
  const variables = UPSTREAM_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => ({
    upstreamUrl: get(variables.upstreamUrl),
    relayKey: get(variables.relayKey),
  }));
}

/** Reads how an edge behaves. */
export function readEdgeBehavior(environment: Environment): ConfigResult<EdgeBehavior> {
  const variables = EDGE_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => ({
    ...streamOriginOf(get(variables.streamOrigin)),
    ...regionOf(get(variables.region)),
    logLevel: get(variables.logLevel),
    keysMaxAgeMs: get(variables.keysMaxAgeMs) ?? Number.POSITIVE_INFINITY,
    readyMaxAgeMs: get(variables.readyMaxAgeMs) ?? Number.POSITIVE_INFINITY,
    onUpstreamRejected: get(variables.onUpstreamRejected),
  }));
}

function streamOriginOf(streamOrigin: string | undefined): Pick<EdgeBehavior, 'streamOrigin'> {
  return streamOrigin === undefined ? {} : { streamOrigin };
}

function regionOf(region: string | undefined): Pick<EdgeBehavior, 'region'> {
  return region === undefined ? {} : { region };
}
