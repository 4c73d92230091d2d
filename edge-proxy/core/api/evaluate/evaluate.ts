import {
  type CompiledFlag,
  type CompiledFlagSet,
  evaluateFlag,
  flagNotFound,
} from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { Resolution } from '../../../../shared/model/resolution.ts';
import type { Answer, Reply } from '../../model/answer.ts';
import { failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource, ServedEnvironment } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { createStateHeaders, environmentOf } from '../served-environment.ts';
import { createFragments } from './fragments.ts';
import { parseEvaluateRequest } from './parse-request.ts';

export interface EvaluateDeps {
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly now: Clock;
}

/** Answers `POST /evaluate` for a key that has been let in: from body text to status, headers and body. */
export type EvaluateHandler = (credential: Credential, body: string) => Reply;

export function createEvaluateHandler({ source, recorder, now }: EvaluateDeps): EvaluateHandler {
  const fragmentOf = createFragments();
  const headersFor = createStateHeaders();

  function one(
    environment: ServedEnvironment,
    visible: Visible,
    key: string,
    context: EvaluationContext,
  ): Answer {
    const resolution = resolve(environment.set, visible, key, context);
    const timeMs = now();
    recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
    const { status, item } = fragmentOf(resolution);
    return { status, headers: headersFor(environment, timeMs), body: item };
  }

  function several(environment: ServedEnvironment, resolutions: readonly Resolution[]): Answer {
    recorder.delivered(environment.id, resolutions.length);
    let members = '';
    for (const resolution of resolutions) {
      members += members === '' ? fragmentOf(resolution).member : `,${fragmentOf(resolution).member}`;
    }
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
    if (flags === 'all') return several(environment, resolveAll(environment.set, visible, context));
    if ('one' in flags) return one(environment, visible, flags.one, context);
    const keys = new Set(flags.some);
    return several(
      environment,
      Array.from(keys, (key) => resolve(environment.set, visible, key, context)),
    );
  };
}

type Visible = (flag: CompiledFlag) => boolean;
const clientSideOnly: Visible = (flag) => flag.clientSide;
const everything: Visible = () => true;

/** A flag that the key may not see is answered exactly like one that does not exist. */
function resolve(
  set: CompiledFlagSet,
  visible: Visible,
  key: string,
  context: EvaluationContext,
): Resolution {
  const flag = set.flags.get(key);
  return flag !== undefined && visible(flag) ? evaluateFlag(flag, context) : flagNotFound(key);
}

function resolveAll(set: CompiledFlagSet, visible: Visible, context: EvaluationContext): Resolution[] {
  const resolutions: Resolution[] = [];
  for (const flag of set.flags.values()) {
    if (visible(flag)) resolutions.push(evaluateFlag(flag, context));
  }
  return resolutions;
}
