import {
  checkFlag,
  checkSegment,
  findPrerequisiteCycle,
  findSegmentCycle,
} from '../../../shared/evaluation/index.ts';
import { metadataFaults } from '../../../shared/model/flag-metadata.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import { readSnapshot } from '../../../shared/sync/reader/read-event-data.ts';
import { type SnapshotData, SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';
import { formatProblem, readArray, refuseUnknownMembers } from './offline-problems.ts';
import { uuidOf } from './stable-ids.ts';

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
 * Reads one environment of a file, with defaults for what the file leaves out. `undefined` if it has problems.
 *
 * @param path of the environment in the file
 * @param changedAt when the file was changed, RFC 3339
 */
export function readFlagSet(
  environment: unknown,
  path: string,
  changedAt: string,
  problems: string[],
): SnapshotData | undefined {
  if (!isRecord(environment)) {
    problems.push(`${path}: an environment must be an object`);
    return undefined;
  }
  const before = problems.length;
  refuseUnknownMembers(environment, MEMBERS, path, problems);
  const flags = readArray(environment, 'flags', problems, path).map(completeFlag);
  const segments = readArray({ segments: [], ...environment }, 'segments', problems, path).map(
    completeSegment,
  );
  for (const [index, flag] of flags.entries()) {
    for (const problem of checkFlag(flag))
      problems.push(formatProblem([path, `flags[${index}]`, problem.path], problem.message));
    for (const fault of faultsOfMetadata(flag))
      problems.push(formatProblem([path, `flags[${index}]`, 'metadata', fault.path], fault.message));
  }
  for (const [index, segment] of segments.entries()) {
    for (const problem of checkSegment(segment))
      problems.push(formatProblem([path, `segments[${index}]`, problem.path], problem.message));
  }
  if (problems.length > before) return undefined;
  const { id, key, committedAt = changedAt } = environment;
  const data = {
    protocol: SYNC_PROTOCOL,
    environment: { id: id ?? uuidOf(`offline environment ${String(key)}`), key },
    flags,
    segments,
    committedAt,
  };
  const read = readSnapshot(ANY_POSITION, JSON.stringify(data));
  if (!read.ok) {
    problems.push(path === '' ? read.problem : `${path}: ${read.problem.replace(/^\./, '')}`);
    return undefined;
  }
  refuseCycles(read.value, path, problems);
  return read.value;
}

function refuseCycles({ flags, segments }: SnapshotData, path: string, problems: string[]): void {
  const flagCycle = findPrerequisiteCycle(flags);
  const segmentCycle = findSegmentCycle(segments);
  if (flagCycle) {
    problems.push(formatProblem([path, 'flags'], `prerequisites form a cycle: ${flagCycle.join(' → ')}`));
  }
  if (segmentCycle) {
    problems.push(formatProblem([path, 'segments'], `segments form a cycle: ${segmentCycle.join(' → ')}`));
  }
}

function faultsOfMetadata(flag: unknown): ReturnType<typeof metadataFaults> {
  return isRecord(flag) && flag.metadata !== undefined ? metadataFaults(flag.metadata) : [];
}

/** A file has no versions, and the order of its rules is their priority. */
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
