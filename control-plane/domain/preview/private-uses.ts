import { isIdentityAttribute } from '../../../shared/events/redact-context.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';
import { type AttributeUse, attributeUses } from './attribute-uses.ts';
import type { StatePair } from './compile-states.ts';
import { withDependents } from './dependents.ts';

/** Uses of attributes that recorded contexts do not contain, because they are private in the environment. */
export interface PrivateUses {
  /** Each once, if it is in the state before or after. */
  readonly uses: readonly AttributeUse[];
  /** The flags whose evaluation may depend on one. */
  readonly flagKeys: ReadonlySet<string>;
}

export function privateUses(
  { before, after }: StatePair,
  { key, privateAttributes }: { readonly key: string; readonly privateAttributes: readonly string[] },
): PrivateUses {
  if (privateAttributes.length === 0) return { uses: [], flagKeys: new Set() };
  const found = new Map<string, AttributeUse>();
  const flagKeys = new Set<string>();
  for (const state of [before, after]) {
    const uses = attributeUses(state, key).filter(({ attribute }) =>
      isRedacted(attribute, privateAttributes),
    );
    for (const use of uses) found.set(JSON.stringify(use), use);
    for (const flagKey of dependentFlags(state, key, uses)) flagKeys.add(flagKey);
  }
  return { uses: [...found.values()], flagKeys };
}

/** Whether redaction removes the attribute, a part of it, or what stands in for it. */
function isRedacted(attribute: string, privatePaths: readonly string[]): boolean {
  return privatePaths.some(
    (path) =>
      path === attribute ||
      attribute.startsWith(`${path}.`) ||
      path.startsWith(`${attribute}.`) ||
      (isIdentityAttribute(attribute) && isIdentityAttribute(path)),
  );
}

function dependentFlags(
  { flags, segments }: Pick<ProjectState, 'flags' | 'segments'>,
  environmentKey: string,
  uses: readonly AttributeUse[],
): ReadonlySet<string> {
  const namedBySegments = new Map([...segments].map(([key, { rules }]) => [key, segmentsNamedBy(rules)]));
  const privateSegments = withDependents(
    uses.flatMap(({ segmentKey }) => segmentKey ?? []),
    namedBySegments,
  );
  const configurations = [...flags].flatMap(([key, flag]) => {
    const configuration = flag.configurations.get(environmentKey);
    return configuration === undefined ? [] : [[key, configuration] as const];
  });
  const naming = configurations.filter(([, { rules }]) =>
    segmentsNamedBy(rules).some((named) => privateSegments.has(named)),
  );
  return withDependents(
    [...uses.flatMap(({ flagKey }) => flagKey ?? []), ...naming.map(([key]) => key)],
    new Map(
      configurations.map(([key, { prerequisites }]) => [key, prerequisites.map(({ flagKey }) => flagKey)]),
    ),
  );
}
