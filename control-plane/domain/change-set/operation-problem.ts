import type { Operation } from '../../model/operation.ts';
import type { RequestErrorCode } from '../../model/request-error.ts';
import { escapePointer } from '../json-schema/schema-fault.ts';

/** The operation that wrote something, and where in its body it is. */
export interface Origin {
  /** The index of the operation. */
  readonly operation: number;
  /** For example `rules[0].serve`; empty for the whole body. */
  readonly path: string;
}

/** Why a change set cannot be applied. */
export interface OperationProblem extends Origin {
  readonly code: RequestErrorCode;
  /** A JSON pointer below the path, into a JSON value. */
  readonly below?: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** The member of each kind of operation that holds what is written; empty if it holds nothing but names. */
const BODIES: Readonly<Record<Operation['kind'], string>> = {
  'flag.create': 'flag',
  'flag.update': 'patch',
  'flag.archive': '',
  'flag.restore': '',
  'flag.delete': '',
  'configuration.update': 'patch',
  'configuration.replace': 'configuration',
  'rule.add': 'rule',
  'rule.update': 'patch',
  'rule.remove': '',
  'rule.move': '',
  'segment.create': 'segment',
  'segment.update': 'patch',
  'segment.delete': '',
  'segment.members': '',
};

/** The JSON pointer (RFC 6901) of a problem, for example `/operations/3/patch/rules/0`; without a path, of the operation. */
export function pointerOf(
  { operation, path, below = '' }: Origin & Pick<OperationProblem, 'below'>,
  kind: Operation['kind'],
): string {
  const members = path.split(/[.[\]]+/).filter((member) => member !== '');
  const names = members.length === 0 || BODIES[kind] === '' ? members : [BODIES[kind], ...members];
  return `${['', 'operations', operation, ...names.map(escapePointer)].join('/')}${below}`;
}
