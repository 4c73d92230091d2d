const COLLECTIONS: Readonly<Record<string, string>> = {
  flags: 'flag',
  segments: 'segment',
  environments: 'in',
  operations: 'operation',
  variations: 'variation',
  prerequisites: 'prerequisite',
  rules: 'rule',
  steps: 'step',
  conditions: 'condition',
  values: 'value',
};

/** Lists whose places are shown from 1. */
const COUNTED = new Set(['operations', 'rules', 'steps', 'conditions', 'values']);

const MEMBERS: Readonly<Record<string, string>> = {
  enabled: 'the switch',
  defaultValue: 'the default value',
  serve: 'what it serves',
  rollout: 'the rollout',
  jsonSchema: 'the JSON Schema',
  clientSide: 'visible to client keys',
  patch: '',
  flag: '',
  segment: '',
  configuration: '',
  variationOrder: 'the order of variations',
  prerequisiteOrder: 'the order of prerequisites',
};

/** A JSON pointer in words: `/flags/checkout/environments/production/enabled` is `flag checkout, in production, the switch`. */
export function pointerWords(pointer: string): string {
  const names = pointer.split('/').slice(1).map(unescapeName);
  const words: string[] = [];
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    const collection = COLLECTIONS[name];
    const key = names[index + 1];
    if (collection !== undefined && key !== undefined) {
      words.push(`${collection} ${COUNTED.has(name) ? countedFromOne(key) : key}`);
      index += 1;
    } else {
      words.push(MEMBERS[name] ?? name);
    }
  }
  const shown = words.filter((word) => word !== '').join(', ');
  return shown === '' ? 'the change set' : shown;
}

const unescapeName = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');

const countedFromOne = (key: string): string => (/^\d+$/.test(key) ? String(Number(key) + 1) : key);

/** Which operation a pointer leads into, from 0. */
export function operationOfPointer(pointer: string): number | undefined {
  const found = /^\/operations\/(\d+)(?:\/|$)/.exec(pointer);
  return found === null ? undefined : Number(found[1]);
}

/** A sentence of the API with its JSON pointers in words. */
export function pointerSentence(sentence: string): string {
  return sentence.replace(/\/(?:flags|segments|operations)\/[^\s,:;"]+/g, (pointer) => pointerWords(pointer));
}
