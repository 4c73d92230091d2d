import type { components } from '../../../../shared/management-client/openapi.ts';
import type { Serve } from '../../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import type { EditedConfiguration, EditedRule } from './edited-configuration.ts';

type ProjectChange = components['schemas']['ProjectChange'];

/** Where a configuration belongs. */
export interface ConfigurationPlace {
  readonly flagKey: string;
  readonly environmentKey: string;
}

/** What differs between two configurations, in the form of a diff of the API. An own member `ruleOrder` has the places of rules before. */
export function configurationChanges(
  place: ConfigurationPlace,
  before: EditedConfiguration,
  after: EditedConfiguration,
): readonly ProjectChange[] {
  const changes: Omit<ProjectChange, 'flagKey' | 'environmentKey'>[] = [
    ...valueChanges('enabled', before.enabled, after.enabled),
    ...valueChanges('defaultValue', before.defaultValue, after.defaultValue),
    ...listChanges('variation', before.variations, after.variations, {
      idOf: ({ key }) => key,
      contentOf: ({ value, name, description }) => ({ value, name, description }),
    }),
    ...orderChanges('variationOrder', keysOf(before.variations), keysOf(after.variations)),
    ...listChanges('prerequisite', before.prerequisites, after.prerequisites, {
      idOf: ({ flagKey }) => flagKey,
      contentOf: ({ variations }) => variations,
    }),
    ...listChanges('rule', before.rules, after.rules, {
      idOf: ({ id }) => id,
      contentOf: ({ description, conditions, serve }) => ({
        description,
        conditions: conditions.map((condition) => ({ ...condition })),
        serve: serveValue(serve),
      }),
    }),
    ...ruleOrderChanges(before.rules, after.rules),
  ];
  return changes.map((change) => ({ ...place, ...change }));
}

type Value = NonNullable<ProjectChange['before']> | null;
type Change = Omit<ProjectChange, 'flagKey' | 'environmentKey'>;

/** What is served as a value of JSON. */
function serveValue(serve: Serve): Value {
  if ('variation' in serve) return { variation: serve.variation };
  const { variations, ...rest } = serve.rollout;
  return { rollout: { ...rest, variations: variations.map((share) => ({ ...share })) } };
}

const keysOf = (entries: readonly { readonly key: string }[]): readonly string[] =>
  entries.map(({ key }) => key);

function valueChanges(member: string, before: Value, after: Value): readonly Change[] {
  return isJsonEqual(before, after) ? [] : [{ member, before, after }];
}

interface ListContent<Entry> {
  readonly idOf: (entry: Entry) => string;
  readonly contentOf: (entry: Entry) => Value;
}

function listChanges<Entry>(
  member: string,
  before: readonly Entry[],
  after: readonly Entry[],
  { idOf, contentOf }: ListContent<Entry>,
): readonly Change[] {
  const old = new Map(before.map((entry) => [idOf(entry), contentOf(entry)]));
  const current = new Set(after.map(idOf));
  const removed = before.flatMap((entry, index) =>
    current.has(idOf(entry))
      ? []
      : [{ member, id: idOf(entry), position: index + 1, before: contentOf(entry) }],
  );
  const others = after.flatMap((entry, index) => {
    const id = idOf(entry);
    const was = old.get(id);
    const is = contentOf(entry);
    if (was !== undefined && isJsonEqual(was, is)) return [];
    return [{ member, id, position: index + 1, ...(was === undefined ? {} : { before: was }), after: is }];
  });
  return [...removed, ...others];
}

/** Keys that come or go have changes of their own. */
function orderChanges(
  member: string,
  before: readonly string[],
  after: readonly string[],
): readonly Change[] {
  const kept = (keys: readonly string[], others: readonly string[]) =>
    keys.filter((key) => others.includes(key));
  return valueChanges(member, kept(before, after), kept(after, before));
}

/** Ids of rules say nothing to people, so their places before are told. */
function ruleOrderChanges(before: readonly EditedRule[], after: readonly EditedRule[]): readonly Change[] {
  const places = new Map(before.map(({ id }, index) => [id, `rule ${index + 1}`]));
  const current = new Set(after.map(({ id }) => id));
  const old = before.filter(({ id }) => current.has(id)).map(({ id }) => places.get(id) ?? id);
  return valueChanges(
    'ruleOrder',
    old,
    after.flatMap(({ id }) => places.get(id) ?? []),
  );
}
