import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import { LIMITS } from '../../model/limits.ts';
import { ARRAY_KEYWORDS } from './array-keywords.ts';
import { IN_PLACE_KEYWORDS } from './in-place-keywords.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import type { PatternCache } from './pattern-cache.ts';
import { SCALAR_KEYWORDS } from './scalar-keywords.ts';
import { escapePointer, type SchemaFault } from './schema-fault.ts';
import { type StepMeter, StepsExceeded } from './step-meter.ts';
import { collectSubschemas, isSchemaObject, localPointer } from './subschemas.ts';
import type { KeywordCheck, Place, Validation } from './validation.ts';

/** Finds what is wrong in a value. @throws StepsExceeded */
export type JsonSchemaValidator = (value: JsonValue, meter: StepMeter) => readonly SchemaFault[];

/** How deep schemas are evaluated within each other: bounds the stack. */
const MAX_DEPTH = 1_000;
/** Faults are kept, and so cost more than a step. */
const FAULT_STEPS = 50;

const KEYWORDS: ReadonlyMap<string, KeywordCheck> = new Map([
  ...IN_PLACE_KEYWORDS,
  ...SCALAR_KEYWORDS,
  ...ARRAY_KEYWORDS,
  ...OBJECT_KEYWORDS,
]);

/**
 * A validator of JSON Schema 2020-12 that interprets the schema, so that making it costs nothing, and that counts its
 * steps. A library that compiles schemas to code takes about a millisecond for each schema within a schema.
 *
 * @param schema one that `checkJsonSchema` finds nothing wrong with
 */
export function createJsonSchemaValidator(schema: JsonObject, compile: PatternCache): JsonSchemaValidator {
  const subschemas = collectSubschemas(schema, LIMITS.jsonSchemaSubschemas);
  const schemaAt = (reference: string) => subschemas.get(localPointer(reference) ?? '') ?? true;
  return (value, meter) => {
    const faults: SchemaFault[] = [];
    const validation = createValidation(meter, { compile, schemaAt, faults });
    validation.isValid(schema, value, ROOT);
    return faults;
  };
}

const ROOT: Place = { parent: undefined, name: '' };

interface Resources extends Pick<Validation, 'schemaAt'> {
  readonly compile: PatternCache;
  readonly faults: SchemaFault[];
}

/** One validation of one value. */
function createValidation(meter: StepMeter, { compile, schemaAt, faults }: Resources): Validation {
  let depth = 0;
  let silent = 0;
  const validation: Validation = {
    meter,
    schemaAt,
    matches: (source, text) => {
      const compiled = compile(source);
      if ('fault' in compiled) throw new Error('a JSON Schema has a pattern that is not valid');
      const { test, size } = compiled.pattern;
      meter.spend(1 + Math.ceil((text.length * size) / 64));
      return test(text);
    },
    isSilent: () => silent > 0,
    isValid: (schema, value, place) => {
      meter.spend(1);
      if (!isSchemaObject(schema)) return schema !== false || validation.fail(place, 'is not allowed');
      depth += 1;
      if (depth > MAX_DEPTH) throw new StepsExceeded(MAX_DEPTH);
      const result = isValidBy(validation, schema, value, place);
      depth -= 1;
      return result;
    },
    wouldBeValid: (schema, value, place) => {
      silent += 1;
      const result = validation.isValid(schema, value, place);
      silent -= 1;
      return result;
    },
    fail: (place, message) => {
      if (silent > 0) return false;
      meter.spend(FAULT_STEPS);
      faults.push({ pointer: pointerTo(place), message });
      return false;
    },
  };
  return validation;
}

/** Without faults to report, the first keyword that fails decides. */
function isValidBy(validation: Validation, schema: JsonObject, value: JsonValue, place: Place): boolean {
  let result = true;
  for (const keyword in schema) {
    const demand = schema[keyword];
    const check = KEYWORDS.get(keyword);
    validation.meter.spend(1);
    if (check === undefined || demand === undefined) continue;
    if (check(demand, value, { validation, schema, place })) continue;
    if (validation.isSilent()) return false;
    result = false;
  }
  return result;
}

function pointerTo({ parent, name }: Place): string {
  return parent === undefined ? '' : `${pointerTo(parent)}/${escapePointer(String(name))}`;
}
