import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ChangeFeed } from '../../change-feed/change-feed.ts';
import { createApiTokens } from '../../domain/api-tokens.ts';
import { createAuditExports } from '../../domain/audit/audit-export.ts';
import { createErasures } from '../../domain/audit/erasures.ts';
import { createAuditLog } from '../../domain/audit-log.ts';
import { createBulkEdits } from '../../domain/bulk-edits/bulk-edits.ts';
import { createIdempotencyKeys } from '../../domain/change/idempotency-keys.ts';
import { createConfigurations } from '../../domain/configurations.ts';
import { createProjectDocuments } from '../../domain/documents/project-documents.ts';
import { createChangeSets } from '../../domain/drafts/change-sets.ts';
import { createReviews } from '../../domain/drafts/reviews.ts';
import { createEnvironments } from '../../domain/environments.ts';
import { createFlags } from '../../domain/flags.ts';
import { createFlagSets } from '../../domain/insights/flag-sets.ts';
import { createInsights } from '../../domain/insights/insights.ts';
import { createUses } from '../../domain/insights/uses.ts';
import { createExplanations } from '../../domain/preview/explanations.ts';
import { createPreviews } from '../../domain/preview/previews.ts';
import { createProjects } from '../../domain/projects.ts';
import { createPromotions } from '../../domain/promotion/promotions.ts';
import { createProtections } from '../../domain/protections.ts';
import { createReaders } from '../../domain/readers.ts';
import { createRoleGrants } from '../../domain/role-grants.ts';
import { createRollouts } from '../../domain/rollouts/rollouts.ts';
import { createSdkKeys } from '../../domain/sdk-keys.ts';
import { createSegments } from '../../domain/segments.ts';
import { createOwnPassword } from '../../domain/sign-in/own-password.ts';
import { createSessionEnds, createSessions } from '../../domain/sign-in/sessions.ts';
import { createSignIn, type SignInDeps } from '../../domain/sign-in/sign-in.ts';
import { createSignInLinks } from '../../domain/sign-in/sign-in-links.ts';
import { createUsers } from '../../domain/users.ts';
import { createWebhookDeliveries } from '../../domain/webhooks/webhook-deliveries.ts';
import { createWebhookEndpoints, type WebhookDeps } from '../../domain/webhooks/webhook-endpoints.ts';
import { apiGuard } from '../../http/api-guard.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { faultsOf } from '../../http/faults.ts';
import { idempotentCreation } from '../../http/idempotent-creation.ts';
import { invalidRequest } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import type { SessionCaller } from '../../model/session.ts';
import { apiTokenRoutes, ownApiTokenRoutes } from './api-tokens.ts';
import { auditRoutes } from './audit.ts';
import { bulkEditRoutes } from './bulk-edits.ts';
import { changeSetRoutes } from './change-sets.ts';
import { changeRoutes } from './changes.ts';
import { configurationRoutes } from './configurations.ts';
import { environmentRoutes } from './environments.ts';
import { erasureRoutes } from './erasures.ts';
import { explanationRoutes } from './explanations.ts';
import { flagSetRoutes } from './flag-sets.ts';
import { flagRoutes } from './flags.ts';
import { insightRoutes } from './insights.ts';
import { oidcRoutes } from './oidc.ts';
import { openApiDocument } from './openapi-document.ts';
import { ownPasswordRoutes } from './own-password.ts';
import { previewRoutes } from './previews.ts';
import { projectDocumentSchema } from './project-document-schema.ts';
import { projectDocumentRoutes } from './project-documents.ts';
import { projectRoutes } from './projects.ts';
import { promotionRoutes } from './promotions.ts';
import { protectionRoutes } from './protections.ts';
import { readerRoutes } from './readers.ts';
import { reviewRoutes } from './reviews.ts';
import { roleGrantRoutes } from './role-grants.ts';
import { rolloutRoutes } from './rollouts.ts';
import { jsonResponse } from './schemas/common.ts';
import { sdkKeyRoutes } from './sdk-keys.ts';
import { segmentRoutes } from './segments.ts';
import { type SignInRouteSettings, sessionRoutes } from './session.ts';
import { ownSessionRoutes, userSessionRoutes } from './sessions.ts';
import { signInLinkRoutes } from './sign-in-links.ts';
import { userRoutes } from './users.ts';
import { usesRoutes } from './uses.ts';
import { webhookDeliveryRoutes } from './webhook-deliveries.ts';
import { webhookRoutes } from './webhooks.ts';

export interface ManagementApiDeps extends WebhookDeps, SignInDeps, SignInRouteSettings {
  readonly changeFeed: ChangeFeed;
  /** The user of the API token with this hash, with the roles in the project. */
  readonly findCaller: (hash: string, projectId: string | undefined) => Promise<Caller | undefined>;
  /** The session with this hash, and its user with the roles in the project. */
  readonly findSession: (hash: string, projectId: string | undefined) => Promise<SessionCaller | undefined>;
}

const openApiObject = z
  .record(z.string(), z.unknown())
  .openapi({ type: 'object', additionalProperties: { $ref: '#/components/schemas/JsonValue' } });

const documentRoute = createRoute({
  method: 'get',
  path: '/api/openapi.json',
  operationId: 'getOpenApiDocument',
  summary: 'Read this document',
  tags: ['About'],
  security: [],
  responses: { 200: jsonResponse(openApiObject, 'The OpenAPI 3.1 document.') },
});

const projectDocumentSchemaRoute = createRoute({
  method: 'get',
  path: '/api/project-document.schema.json',
  operationId: 'getProjectDocumentSchema',
  summary: 'Read the JSON Schema of a project as a file, for editors',
  tags: ['About'],
  security: [],
  responses: { 200: jsonResponse(openApiObject, 'The JSON Schema (2020-12).') },
});

/** Every route below `/api`, behind one guard that enforces the route definitions. */
export function managementApi(deps: ManagementApiDeps): OpenAPIHono<AppEnv> {
  const api = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(faultsOf(result.error));
    },
  });
  // The guard reads the definitions of all routes, but must be mounted before them. So they get their own app.
  const routes = new OpenAPIHono<AppEnv>({
    ...(api.defaultHook ? { defaultHook: api.defaultHook } : {}),
  });
  addResources(routes, deps);
  // Made when it is first asked for: it takes as long as the rest of the start.
  let document: Readonly<Record<string, unknown>> | undefined;
  const documentOfRoutes = () => {
    document ??= { ...openApiDocument(routes) };
    return document;
  };
  routes.openapi(documentRoute, (c) => c.json(documentOfRoutes(), 200));
  let schema: ReturnType<typeof projectDocumentSchema> | undefined;
  routes.openapi(projectDocumentSchemaRoute, (c) => {
    schema ??= projectDocumentSchema(documentOfRoutes());
    return c.json(schema, 200);
  });
  api.use('/api/*', apiGuard(routes, deps));
  const idempotencyKeys = createIdempotencyKeys(deps.sql);
  api.use('/api/*', idempotentCreation(routes, { idempotencyKeys, randomUuid: deps.randomUuid }));
  api.route('/', routes);
  return api;
}

function addResources(routes: OpenAPIHono<AppEnv>, deps: ManagementApiDeps): void {
  routes.route('/', projectRoutes(createProjects(deps)));
  routes.route('/', environmentRoutes(createEnvironments(deps)));
  routes.route('/', flagRoutes(createFlags(deps)));
  routes.route('/', configurationRoutes(createConfigurations(deps)));
  routes.route('/', segmentRoutes(createSegments(deps)));
  routes.route('/', changeSetRoutes(createChangeSets(deps)));
  routes.route('/', previewRoutes(createPreviews(deps)));
  routes.route('/', reviewRoutes(createReviews(deps)));
  routes.route('/', rolloutRoutes(createRollouts(deps)));
  routes.route('/', protectionRoutes(createProtections(deps)));
  routes.route('/', explanationRoutes(createExplanations(deps)));
  routes.route('/', bulkEditRoutes(createBulkEdits(deps)));
  routes.route('/', promotionRoutes(createPromotions(deps)));
  routes.route('/', projectDocumentRoutes(createProjectDocuments(deps)));
  routes.route('/', usesRoutes(createUses(deps)));
  routes.route('/', insightRoutes(createInsights(deps)));
  routes.route('/', flagSetRoutes(createFlagSets(deps)));
  routes.route('/', sdkKeyRoutes(createSdkKeys(deps)));
  routes.route('/', readerRoutes(createReaders(deps)));
  routes.route('/', changeRoutes(deps.changeFeed));
  routes.route('/', webhookRoutes(createWebhookEndpoints(deps)));
  routes.route('/', webhookDeliveryRoutes(createWebhookDeliveries(deps)));
  routes.route('/', roleGrantRoutes(createRoleGrants(deps)));
  routes.route('/', auditRoutes(createAuditLog(deps), createAuditExports(deps)));
  routes.route('/', erasureRoutes(createErasures(deps)));
  routes.route('/', userRoutes(createUsers(deps)));
  addSignIn(routes, deps);
  const apiTokens = createApiTokens(deps);
  routes.route('/', apiTokenRoutes(apiTokens));
  routes.route('/', ownApiTokenRoutes(apiTokens));
}

function addSignIn(routes: OpenAPIHono<AppEnv>, deps: ManagementApiDeps): void {
  const sessions = createSessions(deps);
  routes.route('/', sessionRoutes(sessions, createSignIn(deps), deps));
  routes.route('/', oidcRoutes(deps));
  routes.route('/', ownPasswordRoutes(createOwnPassword(deps), deps));
  routes.route('/', ownSessionRoutes(sessions));
  routes.route('/', userSessionRoutes(sessions, createSessionEnds(deps)));
  routes.route('/', signInLinkRoutes(createSignInLinks(deps)));
}
