import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Schema = Readonly<Record<string, unknown>>;

/** Values of which no schema says more than that they are JSON, each with the reason. */
const UNTYPED: Readonly<Record<string, string>> = {
  JsonValue: 'what the others refer to; its items and members are JSON too',
  'AuditEntry.oldValue': 'a resource of any kind, in the form that it had when the entry was written',
  'AuditEntry.newValue': 'as oldValue',
  'Condition.values': 'compared with attributes of any type',
  'Configuration.defaultValue': 'has the type of the flag',
  'ConfigurationDocument.defaultValue': 'has the type of the flag',
  'ConfigurationMembers.defaultValue': 'has the type of the flag',
  'ConfigurationMembersPatch.defaultValue': 'has the type of the flag',
  'ConfigurationPatch.defaultValue': 'has the type of the flag',
  'ConfigurationPut.defaultValue': 'has the type of the flag',
  'DraftConflict.base': 'the member that a change set changes may be of any type',
  'DraftConflict.proposed': 'as base',
  'DraftConflict.current': 'as base',
  'ExplainRequest.context': 'attributes are those of the application',
  'Explanation.rules.conditions.actual': 'an attribute of the context',
  'FlagSet.flags.defaultValue': 'has the type of the flag',
  'FlagSet.flags.variations.value': 'has the type of the flag',
  'NewFlag.defaultValue': 'has the type of the flag',
  'Preview.examples.attributes': 'attributes are those of the application',
  'PreviewOutcome.value': 'has the type of the flag',
  'PreviewRequest.contexts': 'attributes are those of the application',
  'ProjectChange.before': 'the member that a change set changes may be of any type',
  'ProjectChange.after': 'as before',
  'Resolution.value': 'has the type of the flag',
  'Variation.value': 'has the type of the flag',
  'Flag.jsonSchema': 'a JSON Schema has a meta-schema of its own',
  'FlagDocument.jsonSchema': 'a JSON Schema has a meta-schema of its own',
  'FlagPatch.jsonSchema': 'a JSON Schema has a meta-schema of its own',
  'NewFlag.jsonSchema': 'a JSON Schema has a meta-schema of its own',
  'ListedFlag.jsonSchema': 'a JSON Schema has a meta-schema of its own',
  'getProjectDocumentSchema 200': 'a JSON Schema has a meta-schema of its own',
  'getOpenApiDocument 200': 'OpenAPI has a schema of its own',
};

const document = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of what is not described in a schema, `name` and below. A reference is described by what it refers to. */
function untypedIn(schema: unknown, name: string): readonly string[] {
  if (!isObject(schema)) return [name];
  if ('$ref' in schema) return schema.$ref === '#/components/schemas/JsonValue' ? [name] : [];
  const alternatives = [schema.oneOf, schema.anyOf, schema.allOf].flatMap(listOf);
  if (alternatives.length > 0) {
    // The members of allOf besides a reference only describe it.
    return alternatives
      .filter((each) => !isObject(each) || 'type' in each || '$ref' in each || 'const' in each)
      .flatMap((each) => untypedIn(each, name));
  }
  if ('enum' in schema || 'const' in schema) return [];
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes(undefined)) return [name];
  return [
    ...(types.includes('array') ? untypedIn(schema.items, name) : []),
    ...(types.includes('object') ? untypedMembers(schema, name) : []),
  ];
}

function untypedMembers(schema: Schema, name: string): readonly string[] {
  const { properties, additionalProperties } = schema;
  if (!isObject(properties) && !isObject(additionalProperties)) return [name];
  return [
    ...Object.entries(properties ?? {}).flatMap(([member, each]) => untypedIn(each, `${name}.${member}`)),
    ...(isObject(additionalProperties) ? untypedIn(additionalProperties, name) : []),
  ];
}

/** The schemas of all bodies and parameters, by the operation that has them. */
function schemasOfOperations(): readonly (readonly [string, unknown])[] {
  const operations = Object.values(document.paths).flatMap((path) =>
    isObject(path) ? Object.values(path) : [],
  );
  return operations.filter(isObject).flatMap((operation) => {
    const id = String(operation.operationId);
    const { requestBody, responses, parameters } = operation;
    const bodies: (readonly [string, unknown])[] = [
      [`${id} body`, requestBody],
      ...Object.entries(responses ?? {}).map(([status, response]) => [`${id} ${status}`, response] as const),
    ];
    return [
      ...bodies.flatMap(([name, body]) => contentSchemas(body).map((schema) => [name, schema] as const)),
      ...listOf(parameters)
        .filter(isObject)
        .map((each) => [`${id} ?${each.name}`, each.schema] as const),
    ];
  });
}

function contentSchemas(body: unknown): readonly unknown[] {
  const content = isObject(body) && isObject(body.content) ? body.content : {};
  return Object.values(content).map((each) => (isObject(each) ? each.schema : undefined));
}

it('the schemas of the OpenAPI document describe everything but values that may be any JSON', () => {
  const schemas = [...Object.entries<unknown>(document.components.schemas), ...schemasOfOperations()];
  expect(schemas.length).toBeGreaterThan(400);
  const untyped = new Set(schemas.flatMap(([name, schema]) => untypedIn(schema, name)));
  const message =
    'Describe the value in the definition of the route, or list it in UNTYPED with the reason. For a named schema or null, use z.union([schema, z.null()]): nullable() excludes null';
  expect([...untyped].sort(), message).toEqual(Object.keys(UNTYPED).sort());
});
