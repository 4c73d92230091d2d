import { evaluateFlag, flagNotFound } from '../../../../shared/evaluation/index.ts';
import type { Clock } from '../../../../shared/model/clock.ts';
import { isKey } from '../../../../shared/model/key-syntax.ts';
import type { Reply } from '../../model/answer.ts';
import { failWithHeaders, flagsNotReady } from '../../model/failure.ts';
import type { FlagSource } from '../../model/flag-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { EvaluationRecorder } from '../../model/ports.ts';
import { environmentOf, type StateHeaders } from '../served-environment.ts';
import type { OfrepFragments } from './ofrep-fragments.ts';
import { parseContext } from './parse-context.ts';

export interface SingleResponseDeps {
  readonly source: FlagSource;
  readonly recorder: EvaluationRecorder;
  readonly fragmentOf: OfrepFragments;
  readonly headersFor: StateHeaders;
  readonly now: Clock;
}

/** Evaluates one flag for an authorized key. `body` is the request's. */
export type SingleResponse = (credential: Credential, flagKey: string, body: string) => Reply;

export function createSingleResponse(deps: SingleResponseDeps): SingleResponse {
  const { source, recorder, fragmentOf, headersFor, now } = deps;
  return (credential, flagKey, body) => {
    const environment = environmentOf(source, credential);
    if (environment === undefined) return flagsNotReady();
    const timeMs = now();
    const headers = headersFor(environment, timeMs);
    const parsed = parseContext(body);
    if ('errorCode' in parsed) return failWithHeaders(parsed.errorCode, parsed.errorDetails, headers);
    const { context } = parsed;
    const flag = environment.set.flags.get(flagKey);
    // A flag that the key may not see is answered, and recorded, exactly like one that does not exist.
    if (flag === undefined || (credential.kind === 'client' && !flag.clientSide)) {
      const resolution = flagNotFound(flagKey);
      if (isKey(flagKey)) recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
      return failWithHeaders('FLAG_NOT_FOUND', resolution.errorDetails ?? '', headers);
    }
    const resolution = evaluateFlag(flag, context);
    recorder.recorded({ environmentId: environment.id, resolution, context, timeMs });
    const { status, item } = fragmentOf(resolution, flag);
    return { status, headers, body: item };
  };
}
