import type { paths } from '../../shared/management-client/openapi.ts';
import { isProblem, type ManagementSchemas } from '../../shared/management-client/outcome.ts';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ApiHeaders = Readonly<Record<string, string>>;

/** An answer of the API, read to its end. */
export interface TypedApiAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/**
 * Sends a request that the document describes, and throws if it is refused. Method and path select
 * the operation, which gives the types of the body and of the answer. A segment of the path is a literal or one `${…}`
 * without a slash; a query may follow. `Prefix` is a part of the path that the function adds.
 */
export type ApiRequest<Prefix extends string = ''> = <Method extends ApiMethod, Path extends string>(
  method: Method,
  path: Path,
  ...rest: RestOf<OperationOf<Method, `${Prefix}${Path}`>>
) => Promise<TypedApiAnswer<BodyOf<OperationOf<Method, `${Prefix}${Path}`>>>>;

/**
 * Sends any request, for tests of what is refused: a refusal is an answer too. `body` is sent as it is if it is a string,
 * else as JSON.
 */
export type RawApiRequest = (
  method: string,
  path: string,
  body?: unknown,
  headers?: ApiHeaders,
) => Promise<TypedApiAnswer<unknown>>;

/** The same function for paths below a prefix. Function and prefix are read at each request. */
export function requestBelow<Prefix extends string>(
  request: () => ApiRequest,
  prefix: () => Prefix,
): ApiRequest<Prefix> {
  return (method, path, ...rest) => request()(method, `${prefix()}${path}`, ...rest);
}

/** `requestBelow()` for `RawApiRequest`. */
export function rawRequestBelow(send: () => RawApiRequest, prefix: () => string): RawApiRequest {
  return (method, path, ...rest) => send()(method, `${prefix()}${path}`, ...rest);
}

/** The problem details of a refusal. @throws Error if the answer has none */
export function problemOf({ status, body }: TypedApiAnswer<unknown>): ManagementSchemas['Problem'] {
  if (isProblem(body)) return body;
  throw new Error(`The answer ${status} has no problem details: ${JSON.stringify(body)?.slice(0, 500)}`);
}

/** The type of the operation at a path, such as `paths['/api/projects']['get']`; `never` if the document has none. */
type OperationOf<Method extends ApiMethod, Path extends string> = OperationAt<
  Lowercase<Method>,
  DocumentedPath<Segments<WithoutQuery<Path>>>
>;

type OperationAt<Method extends string, Path> = Path extends keyof paths
  ? Method extends keyof paths[Path]
    ? paths[Path][Method]
    : never
  : never;

/** The path of the document whose segments these are. */
type DocumentedPath<Parts> = {
  [Path in keyof Patterns]: Parts extends Patterns[Path] ? Path : never;
}[keyof Patterns];

type Patterns = { [Path in keyof paths]: PatternsOf<Segments<Path>> };
type PatternsOf<Parts extends readonly string[]> = { [Index in keyof Parts]: PatternOf<Parts[Index]> };
type PatternOf<Part extends string> = Part extends `{${string}}` ? string : Part;

type WithoutQuery<Path extends string> = Path extends `${infer Before}?${string}` ? Before : Path;
type Segments<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? [Head, ...Segments<Tail>]
  : [Path];

interface JsonContent<Body> {
  readonly content: { readonly 'application/json': Body };
}

type RestOf<Operation> = [Operation] extends [never]
  ? [theDocumentHasNoSuchOperation: never]
  : Operation extends { readonly requestBody: JsonContent<infer Body> }
    ? [body: Body, headers?: ApiHeaders]
    : Operation extends { readonly requestBody?: JsonContent<infer Body> }
      ? [body?: Body | undefined, headers?: ApiHeaders]
      : [body?: undefined, headers?: ApiHeaders];

type Success = 200 | 201 | 202 | 204;

/** The body of a successful answer; `undefined` if it has none. */
type BodyOf<Operation> = Operation extends { readonly responses: infer Responses }
  ? { [Status in keyof Responses & Success]: JsonOf<Responses[Status]> }[keyof Responses & Success]
  : never;
type JsonOf<Response> = Response extends JsonContent<infer Body> ? Body : undefined;
