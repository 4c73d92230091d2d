import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/** `docs/ofrep-openapi.yaml`, to hold answers against. */
export interface OfrepDocument {
  /** What is wrong with an answer to a route of the document; empty where it is as documented. */
  faultsOf(route: DocumentedRoute, answer: SeenAnswer): readonly string[];
  /** What is wrong with a value for a schema of the document. */
  faultsIn(schema: string, value: unknown): readonly string[];
}

export interface DocumentedRoute {
  readonly method: 'get' | 'post';
  /** As the document has it, with placeholders. */
  readonly path: string;
}

export interface SeenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Described {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly schema?: object;
  readonly headers?: Readonly<Record<string, Described>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
  >;
  readonly components: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const FILE = new URL('../../docs/ofrep-openapi.yaml', import.meta.url);
const ID = 'ofrep';

export function readOfrepDocument(): OfrepDocument {
  const document: OpenApi = parse(readFileSync(FILE, 'utf8'));
  // The document is more than a schema; its own keywords are of no meaning to the validator.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(document, ID);

  function check(what: string, schema: object, value: unknown): readonly string[] {
    const validate = ajv.compile(absolute(schema));
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
  }

  function resolve(described: Described): Described {
    if (described.$ref === undefined) return described;
    const [, , section = '', name = ''] = described.$ref.split('/');
    const found = document.components[section]?.[name];
    if (!found) throw new Error(`${described.$ref} is not in the document`);
    return found;
  }

  return {
    faultsIn: (schema, value) => check(schema, { $ref: `#/components/schemas/${schema}` }, value),
    faultsOf({ method, path }, { status, headers, text }) {
      const found = document.paths[path]?.[method]?.responses[status];
      if (!found) return [`${method} ${path} does not document the status ${status}`];
      const { headers: documented = {}, content } = resolve(found);
      const faults = Object.entries(documented).flatMap(([name, described]) => {
        const value = headers.get(name);
        const { schema = {}, required = false } = resolve(described);
        if (value === null) return required ? [`the header ${name} is missing`] : [];
        return check(name, schema, value);
      });
      if (content === undefined) return text === '' ? faults : [...faults, 'there is a body'];
      const json = content['application/json'];
      if (json === undefined) return faults;
      if (!headers.get('content-type')?.startsWith('application/json')) faults.push('it is not JSON');
      return [...faults, ...check('body', json.schema, JSON.parse(text))];
    },
  };
}

/** The same schema with references that lead into the document. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${ID}#/`));
}
