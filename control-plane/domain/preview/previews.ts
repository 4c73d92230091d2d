import { isIdentityAttribute } from '../../../shared/events/redact-context.ts';
import { LIMITS } from '../../model/limits.ts';
import { RequestError } from '../../model/request-error.ts';
import { hasRight } from '../../model/rights.ts';
import type { Caller } from '../../model/role.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { limitConcurrency } from '../limit-concurrency.ts';
import { compileAffected } from './compile-states.ts';
import { type ContextEvaluation, evaluateBeforeAndAfter } from './evaluate-contexts.ts';
import { type EvaluatedSample, evaluateSample } from './evaluate-sample.ts';
import { limitRate } from './limit-rate.ts';
import { loadPreview, type PreviewInput } from './load-preview.ts';
import type { GivenResult, Preview, PreviewedFlag, PreviewRequest } from './preview.ts';
import { PREVIEW_LIMITS, type PreviewLimits } from './preview-limits.ts';
import { notesOf } from './preview-notes.ts';
import { type PrivateUses, privateUses } from './private-uses.ts';
import { sampleUsers, type UserSample } from './sample-users.ts';
import { withoutSmallGroups } from './small-groups.ts';
import { createTimeBudget } from './time-budget.ts';

/** Previews that one control plane computes at once, and that wait for their turn. */
const CONCURRENCY = { running: 2, waiting: 8, waitMs: 10_000 };
const RETRY_AFTER_SECONDS = 5;
/** Previews of recorded contexts, by a user who may not read these, at one control plane: each may tell a little. */
const RECORDED_PER_MINUTE = 30;
const MAX_TRANSITIONS = 20;
const MAX_GIVEN_RESULTS = 1_000;
const MAX_PRIVATE_USES = 100;

export function createPreviews(deps: DomainDeps, limits: PreviewLimits = PREVIEW_LIMITS) {
  const inTurn = limitConcurrency(CONCURRENCY, tooMany);
  const takeTurn = limitRate(RECORDED_PER_MINUTE, deps.now);
  return {
    /**
     * Evaluates the states before and after a draft for given contexts, and for those that are recorded.
     *
     * @throws RequestError FORBIDDEN if examples need a right that the caller lacks; NOT_FOUND; CONFLICT if the draft cannot be
     * applied; TOO_MANY_REQUESTS
     */
    async preview(caller: Caller, request: PreviewRequest): Promise<Preview> {
      const { projectId, environmentKey, recorded } = request;
      const scope = { kind: 'environment', projectId, environmentKey } as const;
      const mayReadContexts = hasRight(caller, scope, 'contexts:read');
      if (recorded !== undefined && recorded.examples > 0 && !mayReadContexts) {
        throw new RequestError(
          'FORBIDDEN',
          'Examples of recorded users require the right contexts:read in the environment.',
        );
      }
      if (recorded !== undefined && !mayReadContexts) takeTurn(caller.userId);
      return inTurn(() => compute(deps, caller, { ...request, mayReadContexts }, limits));
    },
  };
}

/** A request, and whether its caller may read recorded contexts in the environment. */
interface AdmittedRequest extends PreviewRequest {
  readonly mayReadContexts: boolean;
}

async function compute(
  deps: DomainDeps,
  caller: Caller,
  request: AdmittedRequest,
  limits: PreviewLimits,
): Promise<Preview> {
  const { sql, randomUuid, now } = deps;
  const budget = createTimeBudget(now, limits.totalMs);
  const input = await inSnapshot(sql, (tx) => loadPreview(tx, request, limits, randomUuid));
  const { environment, states } = input;
  const flags = await compileAffected(states, environment, input.flagKeys, budget);
  const unseen = privateUses(states, environment);
  const given = await evaluateGiven(request, evaluateBeforeAndAfter(flags, budget));
  const evaluation = evaluateBeforeAndAfter(flags, budget);
  const recorded = request.recorded && (await evaluateRecorded(deps, request, { input, evaluation, limits }));
  if (recorded !== undefined && request.recorded?.examples) {
    await auditReading(deps, caller, request, environment.id, recorded.evaluated.examples.length);
  }
  const preview = {
    environmentKey: environment.key,
    diffHash: input.diffHash,
    flags: previewedFlags(evaluation, unseen),
    flagsLeftOff: input.flagsLeftOff,
    ...given,
    sample: recorded === undefined ? null : sampleView(request, recorded),
    privateUses: unseen.uses.slice(0, MAX_PRIVATE_USES),
    privateUsesLeftOff: Math.max(0, unseen.uses.length - MAX_PRIVATE_USES),
    examples: request.recorded?.examples ? (recorded?.evaluated.examples ?? []) : null,
    unsupported: input.unsupported.slice(0, LIMITS.faults),
    unsupportedTotal: input.unsupported.length,
  };
  const hasPrivateUsers = environment.privateAttributes.some(isIdentityAttribute);
  const isRounded = !request.mayReadContexts;
  const notes = notesOf(preview, { hasPrivateUsers, isRounded }, limits);
  return { ...(isRounded ? withoutSmallGroups(preview) : preview), notes };
}

interface Recorded {
  readonly sample: UserSample;
  readonly evaluated: EvaluatedSample;
}

async function evaluateRecorded(
  { sql, now }: DomainDeps,
  { recorded }: PreviewRequest,
  { input, evaluation, limits }: EvaluationInput,
): Promise<Recorded | undefined> {
  if (recorded === undefined) return undefined;
  const { environment, flagKeys } = input;
  const { days, sample: size, examples } = recorded;
  const sample = await sampleUsers(sql, { environmentId: environment.id, flagKeys, days, size }, limits, now);
  const { contextBytes } = limits;
  const options = { input, contextBytes, examples };
  return { sample, evaluated: await evaluateSample(sql, sample.sampled, evaluation, options) };
}

interface EvaluationInput {
  readonly input: PreviewInput;
  readonly evaluation: ContextEvaluation;
  readonly limits: PreviewLimits;
}

/** @throws RequestError CONFLICT if the time is over: what is given is answered as a whole */
async function evaluateGiven(
  { contexts }: PreviewRequest,
  evaluation: ContextEvaluation,
): Promise<Pick<Preview, 'given' | 'givenLeftOff'>> {
  const given: GivenResult[] = [];
  let givenLeftOff = 0;
  for (const [context, each] of contexts.entries()) {
    const changes = await evaluation.evaluate(each, (evaluated) => {
      if (given.length < MAX_GIVEN_RESULTS) given.push({ context, ...evaluated });
      else givenLeftOff += 1;
    });
    if (changes === undefined) {
      throw new RequestError(
        'CONFLICT',
        'The time was over before the given contexts were evaluated. Give fewer contexts, or name fewer flags.',
      );
    }
  }
  return { given, givenLeftOff };
}

/** Records that someone reads what users are like, before it is answered. */
function auditReading(
  deps: DomainDeps,
  caller: Caller,
  { projectId, changeSetId, environmentKey }: PreviewRequest,
  environmentId: string,
  examples: number,
): Promise<void> {
  return runChange(deps, caller, async (change) =>
    change.audit(
      'read',
      { projectId, resourceType: 'environment', resourceId: environmentId },
      { newValue: { contexts: 'preview', changeSetId, environmentKey, examples } },
    ),
  );
}

function previewedFlags(evaluation: ContextEvaluation, unseen: PrivateUses): readonly PreviewedFlag[] {
  const total = (transitions: readonly { readonly contexts: number }[]) =>
    transitions.reduce((sum, { contexts }) => sum + contexts, 0);
  return evaluation.counts().map(({ flagKey, counts }) => {
    const transitions = counts.list();
    return {
      flagKey,
      evaluated: total(transitions),
      changed: total(transitions.filter(({ isChange }) => isChange)),
      transitions: transitions.slice(0, MAX_TRANSITIONS),
      otherContexts: total(transitions.slice(MAX_TRANSITIONS)),
      dependsOnPrivate: unseen.flagKeys.has(flagKey),
    };
  });
}

function sampleView({ recorded }: PreviewRequest, { sample, evaluated }: Recorded): Preview['sample'] {
  const { fromMs, toMs, events, eventsWithoutUser, users, sampled } = sample;
  return {
    days: recorded?.days ?? 0,
    from: new Date(fromMs),
    to: new Date(toMs),
    events,
    eventsWithoutUser,
    users,
    sampled: sampled.length,
    evaluated: evaluated.evaluated,
    changed: evaluated.changed,
    leftOut: evaluated.leftOut,
    caps: [...new Set([...sample.caps, ...(evaluated.cap === undefined ? [] : [evaluated.cap])])],
  };
}

const tooMany = (): RequestError =>
  new RequestError('TOO_MANY_REQUESTS', 'This control plane computes too many previews. Try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
