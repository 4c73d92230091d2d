import {
  checkFlag,
  checkSegment,
  findPrerequisiteCycle,
  findSegmentCycle,
} from '../../../shared/evaluation/index.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import { readSnapshot } from '../../../shared/sync/reader/read-event-data.ts';
import { type SnapshotData, SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';
import { listIn, refuseOthers, say, uuidOf } from './offline-problems.ts';

/** Any position of this version would do: a file has no history. */
const ANY_POSITION = '1-0';

const MEMBERS = [
  'id',
  'key',
  'name',
  'flags',
  'segments',
  'privateAttributes',
  'allowedOrigins',
  'committedAt',
];

/**
 * One environment of a file, completed and checked; `undefined` where something is wrong with it.
 *
 * @param place where it stands in the file
 * @param time when the file was changed, RFC 3339
 */
export function readFlagSet(
  environment: unknown,
  place: string,
  time: string,
  problems: string[],
): SnapshotData | undefined {
  if (!isRecord(environment)) {
    problems.push(`${place}: an environment must be an object`);
    return undefined;
  }
  const before = problems.length;
  refuseOthers(environment, MEMBERS, place, problems);
  const flags = listIn(environment, 'flags', problems, place).map(completeFlag);
  const segments = listIn({ segments: [], ...environment }, 'segments', problems, place).map(completeSegment);
  flags.forEach((flag, index) => {
    for (const { path, message } of checkFlag(flag))
      problems.push(say(place, `flags[${index}]`, path, message));
  });
  segments.forEach((segment, index) => {
    for (const { path, message } of checkSegment(segment))
      problems.push(say(place, `segments[${index}]`, path, message));
  });
  if (problems.length > before) return undefined;
  const { id, key, committedAt = time } = environment;
  const data = {
    protocol: SYNC_PROTOCOL,
    environment: { id: id ?? uuidOf(`offline environment ${String(key)}`), key },
    flags,
    segments,
    committedAt,
  };
  const read = readSnapshot(ANY_POSITION, JSON.stringify(data));
  if (!read.ok) {
    problems.push(place === '' ? read.problem : `${place}: ${read.problem.replace(/^\./, '')}`);
    return undefined;
  }
  refuseCycles(read.value, place, problems);
  return read.value;
}

function refuseCycles({ flags, segments }: SnapshotData, place: string, problems: string[]): void {
  const amongFlags = findPrerequisiteCycle(flags);
  const amongSegments = findSegmentCycle(segments);
  if (amongFlags)
    problems.push(say(place, 'flags', '', `prerequisites in a circle: ${amongFlags.join(' → ')}`));
  if (amongSegments)
    problems.push(say(place, 'segments', '', `segments in a circle: ${amongSegments.join(' → ')}`));
}

/** What a person need not write: a file has no history, and rules count in the order they stand in. */
function completeFlag(flag: unknown): unknown {
  if (!isRecord(flag)) return flag;
  const { rules = [] } = flag;
  return {
    clientSide: false,
    prerequisites: [],
    ...flag,
    rules: Array.isArray(rules) ? rules.map((rule, index) => completeRule(rule, index, flag.key)) : rules,
    version: 1,
  };
}

function completeRule(rule: unknown, index: number, flagKey: unknown): unknown {
  if (!isRecord(rule)) return rule;
  const id = uuidOf(`offline rule ${String(flagKey)} ${index}`);
  return { id, priority: index + 1, conditions: [], ...rule };
}

function completeSegment(segment: unknown): unknown {
  return isRecord(segment) ? { included: [], excluded: [], rules: [], ...segment, version: 1 } : segment;
}
