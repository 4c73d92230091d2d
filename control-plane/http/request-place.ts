import { KEY_PATTERN } from '../../shared/model/key-syntax.ts';
import { UUID_PATTERN } from '../../shared/model/uuid.ts';

/** The project and the environment that a request is about. */
export interface RequestPlace {
  /** In lower case. */
  readonly projectId?: string;
  readonly environmentKey?: string;
}

/**
 * Reads them from the path of a request. Percent-encoded values count as absent: ids and keys need no encoding, and what
 * is read here must be what the route reads.
 *
 * @param route method and pattern of the route, with parameters as `:name`
 */
export function placeOf(route: string | undefined, path: string): RequestPlace {
  const names = route?.slice(route.indexOf(' ') + 1).split('/') ?? [];
  const values = path.split('/');
  const segmentAt = (name: string) => {
    const position = names.indexOf(name);
    return position === -1 ? undefined : values[position];
  };
  const projectId = segmentAt(':projectId')?.toLowerCase();
  const environmentKey = segmentAt(':environmentKey');
  return {
    ...(projectId !== undefined && UUID_PATTERN.test(projectId) ? { projectId } : {}),
    ...(environmentKey !== undefined && KEY_PATTERN.test(environmentKey) ? { environmentKey } : {}),
  };
}
