import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** `docs/openapi.json`, which the routes generate, to compare answers with. */
export interface ManagementDocument {
  /** How an answer differs from the document, one sentence each; empty if it does not. */
  faultsOf(answer: GivenAnswer): readonly string[];
  /** Whether the document has this method of this path; the path without a query. */
  hasRoute(method: string, path: string): boolean;
}

export interface GivenAnswer {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Content {
  readonly [mediaType: string]: { readonly schema: object };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface DocumentedPath {
  readonly template: string;
  readonly pattern: RegExp;
  readonly parameters: number;
}

const FILE = new URL('../../docs/openapi.json', import.meta.url);
const ID = 'management';
const FORMATS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  email: /^[^@]+@[^@]+$/,
};
/** Statuses of a path or method that no route has. Those of a request without a valid token come before them. */
const STATUSES_WITHOUT_ROUTE = [400, 401, 404, 405, 503];

/** @param text OpenAPI 3.1 as JSON */
export function createManagementDocument(text: string): ManagementDocument {
  const document: OpenApi = JSON.parse(text);
  const paths = Object.keys(document.paths).map(documentedPath);
  const validatorOf = createValidators(document);

  function faultsOfRoute(template: string, method: string, answer: GivenAnswer): readonly string[] {
    const operation = document.paths[template]?.[method];
    if (!operation) return faultsWithoutRoute(answer);
    const response = operation.responses[answer.status];
    if (!response) return [`the status ${answer.status} is not documented`];
    return faultsOfContent(response.content, answer);
  }

  function faultsOfContent(
    content: Content | undefined,
    { method, headers, text: body }: GivenAnswer,
  ): readonly string[] {
    if (method === 'HEAD') return [];
    if (content === undefined) return body === '' ? [] : ['there is a body, but none is documented'];
    const mediaType = headers.get('content-type')?.split(';')[0] ?? 'none';
    const schema = content[mediaType]?.schema;
    if (!schema) return [`the content type ${mediaType} is not documented`];
    if (!mediaType.endsWith('json')) return [];
    const validate = validatorOf(schema);
    validate(JSON.parse(body));
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  function faultsWithoutRoute({ status }: GivenAnswer): readonly string[] {
    if (STATUSES_WITHOUT_ROUTE.includes(status)) return [];
    return ['no such route is documented. Define it with createRoute, then run `npm run openapi`'];
  }

  const pathOf = (path: string) =>
    paths
      .filter(({ pattern }) => pattern.test(path))
      .sort((one, other) => one.parameters - other.parameters)[0];
  const methodOf = (method: string) => (method === 'HEAD' ? 'get' : method.toLowerCase());

  return {
    faultsOf(answer) {
      const [path = ''] = answer.path.split('?');
      const best = pathOf(path);
      if (best === undefined) return faultsWithoutRoute(answer);
      return faultsOfRoute(best.template, methodOf(answer.method), answer);
    },
    hasRoute(method, path) {
      const best = pathOf(path);
      return best !== undefined && document.paths[best.template]?.[methodOf(method)] !== undefined;
    },
  };
}

/** The document in this working copy. A unit test compares it with the routes. */
export function readManagementDocument(): ManagementDocument {
  return createManagementDocument(readFileSync(FILE, 'utf8'));
}

function documentedPath(template: string): DocumentedPath {
  const source = template.replaceAll(/[.]/g, '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return {
    template,
    pattern: new RegExp(`^${source}$`),
    parameters: template.split('{').length - 1,
  };
}

/** Compiles a schema of the document when it is first needed: most tests need few of them. */
function createValidators({ components }: OpenApi): (schema: object) => ValidateFunction {
  const compiled = new Map<object, ValidateFunction>();
  // `strict` refuses keywords that are no part of JSON Schema; an OpenAPI document has some.
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: FORMATS });
  ajv.addSchema(closed({ components }), ID);
  return (schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const validate = ajv.compile(closed(schema));
    compiled.set(schema, validate);
    return validate;
  };
}

/**
 * The same schema without members that it does not name, and with absolute references. The document itself leaves
 * answers open, because later releases may add members; the tests of one release must find a member that it sends and
 * does not document.
 */
function closed(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref') return `${ID}${value}`;
    const isOpen =
      typeof value === 'object' &&
      value !== null &&
      'type' in value &&
      value.type === 'object' &&
      'properties' in value &&
      !('additionalProperties' in value);
    return isOpen ? { ...value, additionalProperties: false } : value;
  });
}
