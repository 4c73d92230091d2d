import type { components } from '../../../../shared/management-client/openapi.ts';
import { conditionsText, serveText } from '../diff/rule-words.ts';

export type ChangeOperation = components['schemas']['Operation'];

/** An operation in words, and where it is. */
export interface OperationWords {
  /** The flag or segment, and the environment. */
  readonly place: string;
  readonly what: string;
}

/** What an operation of a draft does. */
export function operationWords(operation: ChangeOperation): OperationWords {
  return { place: placeOf(operation), what: whatOf(operation) };
}

function placeOf(operation: ChangeOperation): string {
  if (operation.kind === 'flag.create') return `flag ${operation.flag.key}`;
  if (operation.kind === 'segment.create') return `segment ${operation.segment.key}`;
  if ('segmentKey' in operation) return `segment ${operation.segmentKey}`;
  return 'environmentKey' in operation
    ? `flag ${operation.flagKey} in ${operation.environmentKey}`
    : `flag ${operation.flagKey}`;
}

function whatOf(operation: ChangeOperation): string {
  switch (operation.kind) {
    case 'flag.create':
      return `create it, of type ${operation.flag.type}`;
    case 'flag.archive':
      return 'archive it';
    case 'flag.restore':
      return 'restore it from the archive';
    case 'flag.delete':
    case 'segment.delete':
      return 'delete it';
    case 'segment.create':
      return 'create it';
    case 'flag.update':
    case 'segment.update':
      return `change ${membersText(operation.patch)}`;
    case 'configuration.update':
      return configurationText(operation.patch);
    case 'configuration.replace':
      return 'replace all settings';
    case 'rule.add':
      return `add a rule: ${conditionsText(operation.rule.conditions ?? [])} → ${serveText(operation.rule.serve)}`;
    case 'rule.update':
      return `change ${membersText(operation.patch)} of a rule`;
    case 'rule.remove':
      return 'remove a rule';
    case 'rule.move':
      return operation.before === null ? 'move a rule to the end' : 'move a rule';
    case 'segment.members':
      return 'change its members';
  }
}

function configurationText({ enabled, ...others }: { readonly enabled?: boolean | undefined }): string {
  const parts = [
    ...(enabled === undefined ? [] : [enabled ? 'turn it on' : 'turn it off']),
    ...(Object.keys(others).length === 0 ? [] : [`change ${membersText(others)}`]),
  ];
  return parts.length === 0 ? 'change nothing' : parts.join(', ');
}

const NAMES: Readonly<Record<string, string>> = {
  defaultValue: 'the default value',
  clientSide: 'whether client keys see it',
  jsonSchema: 'the JSON Schema',
  name: 'the name',
  description: 'the description',
  owner: 'the owner',
};

function membersText(patch: object): string {
  const names = Object.keys(patch).map((name) => NAMES[name] ?? name);
  return names.length === 0 ? 'nothing' : names.join(', ');
}
