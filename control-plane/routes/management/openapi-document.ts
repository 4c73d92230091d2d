import type { OpenAPIHono } from '@hono/zod-openapi';
import { API_TOKEN_SCHEME, SESSION_SCHEME } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isCreating } from '../../http/idempotent-creation.ts';

type OpenApiDocument = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>;
type PathItem = NonNullable<OpenApiDocument['paths']>[string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Operations that can bring a flag to readers that do not understand it. */
const REFUSED_FOR_READERS: readonly unknown[] = [
  'putConfiguration',
  'patchConfiguration',
  'restoreFlag',
  'createSegment',
  'updateSegment',
  'applyChangeSet',
  'breakGlass',
  'startRollout',
  'stopRollout',
];
const SCOPE_TEXT: Readonly<Record<string, string>> = {
  installation: ' in the installation',
  project: ' in the project',
  environment: ' in the environment',
  anyEnvironment: ' in an environment of the project',
};

/** The OpenAPI 3.1 document of the routes. Their definitions say all that is not added here to each of them. */
export function openApiDocument(api: OpenAPIHono<AppEnv>): OpenApiDocument {
  api.openAPIRegistry.registerComponent('securitySchemes', API_TOKEN_SCHEME, {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API token (sf_api_…). The security of each operation names the required role, as `role`, or as `scope:role` if the scope is not the project in the path.',
  });
  api.openAPIRegistry.registerComponent('securitySchemes', SESSION_SCHEME, {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-sf_session',
    description:
      'The cookie of a session, named `sf_session` on http://localhost. With it, each method that may change something needs an `Origin` header that is the origin of the console. A request with both an API token and the cookie is one of the token.',
  });
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Solid Fortnight management API',
      version: '1',
      description:
        'Projects, environments, flags, segments, keys and users. Every change is written to the audit log.',
      contact: { name: 'Solid Fortnight' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
  });
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
  );
  for (const { path, method, operation } of operations) {
    complete(operation, path);
    if (isCreating(method, operation.responses ?? {})) addIdempotencyKey(operation);
    if (REFUSED_FOR_READERS.includes(operation.operationId)) addAllowUnsupported(operation);
  }
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
  return { ...document, tags: [...tags].map((name) => ({ name })) };
}

/** Adds what follows from the path and from the required role. */
function complete(operation: Operation, path: string): void {
  operation.description ??= requiredRoleText(operation, path);
  for (const parameter of operation.parameters ?? []) {
    // zod-openapi takes a parameter that is converted to a number for one that may be left out.
    if ('in' in parameter && parameter.in === 'path') parameter.required = true;
  }
}

/** Adds what every creating route has: {@link idempotentCreation} stands before them all. */
function addIdempotencyKey(operation: Operation): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
    },
  ];
  const responses = operation.responses ?? {};
  const problem = { ...responses['400'] };
  responses['409'] ??= {
    ...problem,
    description: 'The first request with this Idempotency-Key is not finished, or its answer is not kept.',
  };
  responses['422'] = { ...problem, description: 'The Idempotency-Key was sent with another request.' };
  responses['201'] = {
    ...responses['201'],
    headers: {
      ...responses['201']?.headers,
      'Idempotency-Replayed': {
        description: '`true` if this is the answer to an earlier request with the same Idempotency-Key.',
        schema: { type: 'string', enum: ['true'] },
      },
    },
  };
}

/** Adds what the guard reads for every route. */
function addAllowUnsupported(operation: Operation): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'allowUnsupported',
      in: 'query',
      required: false,
      description:
        '`true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409.',
      schema: { type: 'boolean', default: false },
    },
  ];
}

/** The requirement is the scope with the role, then a right; it is empty for every token. */
function requiredRoleText({ security = [] }: Operation, path: string): string {
  const [first] = security;
  if (first === undefined) return 'Requires no API token.';
  const required = first[API_TOKEN_SCHEME];
  if (required === undefined) return 'Requires a session.';
  const [scopeAndRole, right] = required;
  if (scopeAndRole === undefined) return 'Requires any API token, or a session.';
  if (scopeAndRole === 'self')
    return 'For people, with a session, or a token that is neither read-only nor for one project.';
  const [role = '', scope = scopeOf(path)] = scopeAndRole.split(':').reverse();
  return `Requires the role ${role}${SCOPE_TEXT[scope]}${right ? `, and the right ${right}` : ''}.`;
}

const scopeOf = (path: string) => (path.startsWith('/api/projects/{projectId}') ? 'project' : 'installation');
