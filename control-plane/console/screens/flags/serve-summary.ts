import type { components } from '../../../../shared/management-client/openapi.ts';

export type FlagStatus = components['schemas']['FlagStatus'];
type Serve = NonNullable<FlagStatus['fallthrough']>;

const FULL_WEIGHT = 100_000;
const PERCENT = 100;

/** What a flag serves in an environment, in a few words: "on", "25 % on", "2 rules, else off". */
export function serveSummary(status: FlagStatus): string {
  const { enabled, offVariation, fallthrough, ruleCount } = status;
  if (!enabled) return offVariation ?? 'default value';
  const targeted = ruleCount - (fallthrough === null ? 0 : 1);
  const rest = fallthrough === null ? (offVariation ?? 'default value') : served(fallthrough, offVariation);
  if (targeted <= 0) return rest;
  return `${targeted} ${targeted === 1 ? 'rule' : 'rules'}, else ${rest}`;
}

function served({ variation, rollout }: Serve, offVariation: string | null): string {
  if (variation !== undefined) return variation;
  const shares = (rollout?.variations ?? []).filter(({ weight }) => weight > 0);
  const [first, second] = shares;
  if (first === undefined) return 'nothing';
  if (second === undefined) return first.variation;
  if (shares.length > 2) return `${shares.length} variations`;
  const shown = first.variation === offVariation ? second : first;
  return `${percent(shown.weight)} ${shown.variation}`;
}

const percent = (weight: number): string =>
  `${((weight / FULL_WEIGHT) * PERCENT).toLocaleString('en', { maximumFractionDigits: 3 })} %`;
