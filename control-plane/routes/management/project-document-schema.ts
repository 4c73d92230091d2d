import { isRecord } from '../../../shared/model/type-guards.ts';

const COMPONENTS = '#/components/schemas/';

/**
 * The JSON Schema (2020-12) of a project as a file: the schema `ProjectDocument` of the OpenAPI document, with everything that it
 * refers to. Schemas of OpenAPI 3.1 are JSON Schemas.
 */
export function projectDocumentSchema(openApi: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const components = isRecord(openApi.components) ? openApi.components.schemas : undefined;
  const schemas = isRecord(components) ? components : {};
  const names = new Set(['ProjectDocument']);
  const $defs: Record<string, unknown> = {};
  for (const name of names) $defs[name] = withLocalReferences(schemas[name], names);
  const { ProjectDocument: root, ...others } = $defs;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A project of Solid Fortnight as a file',
    ...(isRecord(root) ? root : {}),
    $defs: others,
  };
}

/** A copy whose references lead into `$defs`. @param names takes the names of what is referred to */
function withLocalReferences(schema: unknown, names: Set<string>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withLocalReferences(each, names));
  if (!isRecord(schema)) return schema;
  const members = Object.entries(schema).flatMap(
    ([keyword, value]): readonly (readonly [string, unknown])[] => {
      // OpenAPI's own keyword; that of JSON Schema is `examples`.
      if (keyword === 'example') return [];
      if (keyword !== '$ref' || typeof value !== 'string')
        return [[keyword, withLocalReferences(value, names)]];
      const name = value.slice(COMPONENTS.length);
      names.add(name);
      return [[keyword, `#/$defs/${name}`]];
    },
  );
  return Object.fromEntries(members);
}
