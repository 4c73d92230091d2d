import {
  type CompiledFlag,
  type CompiledFlagSet,
  evaluateFlag,
  evaluateFlags,
  flagNotFound,
} from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { Answer, Reply } from '../../model/answer.ts';
import { failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { createStateHeaders, environmentOf } from '../served-environment.ts';
import { createFragments, type Fragment, type Fragments } from './fragments.ts';
import { parseEvaluateRequest } from './parse-request.ts';

export interface EvaluateDeps {
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly now: Clock;
}

/** Answers `POST /evaluate` for an authorized key: from body text to status, headers and body. */
export type EvaluateHandler = (credential: Credential, body: string) => Reply;

export function createEvaluateHandler({ source, recorder, now }: EvaluateDeps): EvaluateHandler {
  const fragmentOf = createFragments();
  const fragmentsOf = createBulkFragments(fragmentOf);
  const headersFor = createStateHeaders();

  function one(
    environment: ServedEnvironment,
    visible: Visible,
    key: string,
    context: EvaluationContext,
  ): Answer {
    const flag = visibleFlag(environment.set, visible, key);
    const resolution = flag === undefined ? flagNotFound(key) : evaluateFlag(flag, context);
    const timeMs = now();
    recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
    const { status, item } = fragmentOf(resolution, flag);
    return { status, headers: headersFor(environment, timeMs), body: item };
  }

  function several(environment: ServedEnvironment, fragments: readonly Fragment[]): Answer {
    recorder.delivered(environment.id, fragments.length);
    let members = '';
    for (const { member } of fragments) members += members === '' ? member : `,${member}`;
    return { status: 200, headers: headersFor(environment, now()), body: `{"flags":{${members}}}` };
  }

  return (credential, body) => {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const request = parseEvaluateRequest(body);
    if ('errorCode' in request) {
      return failWithHeaders(request.errorCode, request.errorDetails, headersFor(environment, now()));
    }
    const visible = credential.kind === 'client' ? clientSideOnly : everything;
    const { flags, context } = request;
    if (flags === 'all') return several(environment, fragmentsOf.all(environment.set, visible, context));
    if ('one' in flags) return one(environment, visible, flags.one, context);
    const keys = new Set(flags.some);
    return several(environment, fragmentsOf.some(environment.set, visible, keys, context));
  };
}

/** Evaluates several flags of a set for one context. */
function createBulkFragments(fragmentOf: Fragments) {
  return {
    all(set: CompiledFlagSet, visible: Visible, context: EvaluationContext): readonly Fragment[] {
      const flags = [...set.flags.values()].filter(visible);
      return evaluateFlags(flags, context).map((resolution, index) => fragmentOf(resolution, flags[index]));
    },
    /** In the order of the keys. */
    some(
      set: CompiledFlagSet,
      visible: Visible,
      keys: ReadonlySet<string>,
      context: EvaluationContext,
    ): readonly Fragment[] {
      const flags = Array.from(keys, (key) => visibleFlag(set, visible, key));
      const resolutions = evaluateFlags(
        flags.filter((flag) => flag !== undefined),
        context,
      ).values();
      return Array.from(keys, (key, index) => {
        const flag = flags[index];
        const resolution = flag === undefined ? undefined : resolutions.next().value;
        return fragmentOf(resolution ?? flagNotFound(key), flag);
      });
    },
  };
}

type Visible = (flag: CompiledFlag) => boolean;
const clientSideOnly: Visible = (flag) => flag.clientSide;
const everything: Visible = () => true;

/** A flag that the key may not see is answered exactly like one that does not exist. */
function visibleFlag(set: CompiledFlagSet, visible: Visible, key: string): CompiledFlag | undefined {
  const flag = set.flags.get(key);
  return flag !== undefined && visible(flag) ? flag : undefined;
}
