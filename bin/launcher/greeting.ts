import type { Credentials } from './credentials.ts';
import { DEMO_ENVIRONMENT } from './demo-project.ts';

export interface Place {
  readonly controlPlaneUrl: string;
  readonly edgeUrl: string;
  /** As a person at the terminal would write it. */
  readonly credentialsFile: string;
}

/** What the first start prints: everything one needs to try it, secrets included. */
export function firstGreeting(place: Place, credentials: Credentials): string {
  const { serverKey, clientKey, apiToken, projectId } = credentials;
  return `${whereItRuns(place)}
  API token      ${apiToken}
  server key     ${serverKey?.key}   (environment "${DEMO_ENVIRONMENT}")
  client key     ${clientKey?.key}   (the same, for browsers)
  kept in        ${place.credentialsFile}; they are not printed again

Try it, in another terminal:

${tour(place, {
  apiToken,
  serverKey: serverKey?.key ?? '',
  clientKey: clientKey?.key ?? '',
  projectId: projectId ?? '',
})}
Ctrl-C ends everything.`;
}

/** What every later start prints: no secrets, but how to get at them. */
export function laterGreeting(place: Place, credentials: Credentials): string {
  const kept = (path: string) => `$(node -p "require('${place.credentialsFile}').${path}")`;
  return `${whereItRuns(place)}
  API token, server key and client key are in ${place.credentialsFile}

Try it, in another terminal, in this folder:

  API_TOKEN=${kept('apiToken')} SERVER_KEY=${kept('serverKey.key')} CLIENT_KEY=${kept('clientKey.key')}

${tour(place, {
  apiToken: '$API_TOKEN',
  serverKey: '$SERVER_KEY',
  clientKey: '$CLIENT_KEY',
  projectId: credentials.projectId ?? '',
})}
Ctrl-C ends everything.`;
}

function whereItRuns({ controlPlaneUrl, edgeUrl }: Place): string {
  return `
Solid Fortnight runs.

  control plane  ${controlPlaneUrl}   (management API under /api)
  edge proxy     ${edgeUrl}
`;
}

interface Names {
  readonly apiToken: string;
  readonly serverKey: string;
  readonly clientKey: string;
  readonly projectId: string;
}

/** Commands that work when pasted, one a line. Double quotes around headers: the names may be shell variables. */
function tour({ controlPlaneUrl, edgeUrl }: Place, names: Names): string {
  const json = `-H 'Content-Type: application/json'`;
  const ask = (key: string, body: object) =>
    `curl -s ${edgeUrl}/evaluate -H "Authorization: Bearer ${key}" ${json} -d '${JSON.stringify(body)}'`;
  const flag = `${controlPlaneUrl}/api/projects/${names.projectId}/flags/new-checkout/environments/${DEMO_ENVIRONMENT}`;
  const change = (body: object) =>
    `curl -s -X PATCH ${flag} -H "Authorization: Bearer ${names.apiToken}" ${json} -d '${JSON.stringify(body)}'`;
  const premium = { flagKey: 'new-checkout', context: { targetingKey: 'u-1', plan: 'premium' } };
  return `  # Is the new checkout on for a premium user? Yes: a rule on "plan" matches.
  ${ask(names.serverKey, premium)}

  # Switch the flag off, and ask again.
  ${change({ enabled: false })}
  ${ask(names.serverKey, premium)}
  ${change({ enabled: true })}

  # A browser's key gets the values of flags with "clientSide", and of no others.
  ${ask(names.clientKey, { context: { targetingKey: 'u-1' } })}

  # Watch the environment: the whole flag set, then every change as it happens. Ctrl-C ends it.
  curl -sN ${edgeUrl}/stream -H "Authorization: Bearer ${names.serverKey}"
`;
}
