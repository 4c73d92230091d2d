import type { Credentials } from '../demo/credentials.ts';
import { DEMO_ENVIRONMENT } from '../demo/demo-project.ts';

/** Where the product runs. */
export interface Installation {
  readonly controlPlaneUrl: string;
  readonly edgeUrl: string;
  /** Signs in once, within 10 minutes. */
  readonly signInUrl: string;
  /** As a user would type it. */
  readonly credentialsFile: string;
}

/** What the first start prints: addresses, commands to try, and the secrets that they need. */
export function firstStartMessage(installation: Installation, credentials: Credentials): string {
  const { serverKey, clientKey, apiToken, projectId } = credentials;
  return `${addresses(installation)}
  API token      ${apiToken}
  server key     ${serverKey?.key}   (environment "${DEMO_ENVIRONMENT}")
  client key     ${clientKey?.key}   (the same environment, for browsers)
  stored in      ${installation.credentialsFile}; later starts do not print them

Try it, in another terminal:

${tour(installation, {
  apiToken,
  serverKey: serverKey?.key ?? '',
  clientKey: clientKey?.key ?? '',
  projectId: projectId ?? '',
})}
${STOP_HINT}`;
}

/** What every later start prints: the same commands, which read the secrets from the credentials file. */
export function laterStartMessage(installation: Installation, credentials: Credentials): string {
  const stored = (path: string) => `$(node -p "require('${installation.credentialsFile}').${path}")`;
  return `${addresses(installation)}
  API token, server key and client key are in ${installation.credentialsFile}

Try it, in another terminal, in this folder:

  API_TOKEN=${stored('apiToken')} SERVER_KEY=${stored('serverKey.key')} CLIENT_KEY=${stored('clientKey.key')}

${tour(installation, {
  apiToken: '$API_TOKEN',
  serverKey: '$SERVER_KEY',
  clientKey: '$CLIENT_KEY',
  projectId: credentials.projectId ?? '',
})}
${STOP_HINT}`;
}

const STOP_HINT = 'Ctrl-C stops everything.';

function addresses({ controlPlaneUrl, edgeUrl, signInUrl }: Installation): string {
  return `
Solid Fortnight is running.

  console        ${signInUrl}
                 (signs you in once, within 10 minutes; later: npm start again)
  control plane  ${controlPlaneUrl}   (management API under /api)
  edge proxy     ${edgeUrl}
`;
}

/** Secrets, or the shell variables that contain them. */
interface TourSecrets {
  readonly apiToken: string;
  readonly serverKey: string;
  readonly clientKey: string;
  readonly projectId: string;
}

/** Commands to paste, one per line. Headers are in double quotes, so that shell variables are expanded. */
function tour({ controlPlaneUrl, edgeUrl }: Installation, secrets: TourSecrets): string {
  const json = `-H 'Content-Type: application/json'`;
  const evaluate = (key: string, body: object) =>
    `curl -s ${edgeUrl}/evaluate -H "Authorization: Bearer ${key}" ${json} -d '${JSON.stringify(body)}'`;
  const flag = `${controlPlaneUrl}/api/projects/${secrets.projectId}/flags/new-checkout/environments/${DEMO_ENVIRONMENT}`;
  const patch = (body: object) =>
    `curl -s -X PATCH ${flag} -H "Authorization: Bearer ${secrets.apiToken}" ${json} -d '${JSON.stringify(body)}'`;
  const premium = { flagKey: 'new-checkout', context: { targetingKey: 'u-1', plan: 'premium' } };
  return `  # Is the new checkout on for a premium user? Yes: a rule on "plan" matches.
  ${evaluate(secrets.serverKey, premium)}

  # Switch the flag off, evaluate it again, and switch it on.
  ${patch({ enabled: false })}
  ${evaluate(secrets.serverKey, premium)}
  ${patch({ enabled: true })}

  # A client key, for browsers, reads only flags with "clientSide".
  ${evaluate(secrets.clientKey, { context: { targetingKey: 'u-1' } })}

  # Stream the environment: a snapshot, then every change. Ctrl-C stops it.
  curl -sN ${edgeUrl}/stream -H "Authorization: Bearer ${secrets.serverKey}"
`;
}
