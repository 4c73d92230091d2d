import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import { LIMITS } from '../../model/limits.ts';
import type { FlagState } from '../../model/project-state.ts';
import { checkJsonSchema } from '../json-schema/check-json-schema.ts';
import { createJsonSchemaValidator, type JsonSchemaValidator } from '../json-schema/json-schema-validator.ts';
import { createPatternCache, type PatternCache } from '../json-schema/pattern-cache.ts';
import type { SchemaFault } from '../json-schema/schema-fault.ts';
import { createStepMeter, type StepMeter, StepsExceeded } from '../json-schema/step-meter.ts';
import type { AppliedOperations } from './apply-operations.ts';
import { type ConfigurationValue, changedValues, valuesOf } from './configuration-values.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';

/**
 * Validates the JSON Schemas that operations have written, and values against the JSON Schema of their flag: every value of a
 * flag whose schema is new or changes; else the values that operations have changed.
 */
export function validateJsonSchemas(applied: AppliedOperations): readonly OperationProblem[] {
  const total = createStepMeter(LIMITS.changeSetJsonSchemaSteps);
  const validation: SchemaValidation = { applied, total, compile: createPatternCache(total) };
  const problems: OperationProblem[] = [];
  try {
    for (const flag of applied.after.flags.values()) {
      if (flag.jsonSchema === null) continue;
      problems.push(...validateFlag(validation, flag, flag.jsonSchema));
    }
  } catch (error) {
    if (!(error instanceof StepsExceeded)) throw error;
    const message =
      'Checking its values against the JSON Schemas of their flags takes too long. Divide it into several change sets.';
    problems.push({ operation: 0, path: '', code: 'CONFLICT', message });
  }
  return problems;
}

interface SchemaValidation {
  readonly applied: AppliedOperations;
  /** Counts the steps of the whole change set. */
  readonly total: StepMeter;
  readonly compile: PatternCache;
}

function validateFlag(
  validation: SchemaValidation,
  flag: FlagState,
  schema: JsonObject,
): readonly OperationProblem[] {
  const { applied, total, compile } = validation;
  const origin = applied.flagOrigins.get(flag.key);
  const isNew = !isJsonEqual(applied.before.flags.get(flag.key)?.jsonSchema ?? null, schema);
  if (!isNew || origin === undefined) return valueProblems(changedValues(applied, flag), schema, validation);
  const at = { ...origin, path: 'jsonSchema' };
  if (flag.type !== 'json') {
    const message = `is for flags of type json only; the flag has the type ${flag.type}`;
    return [{ ...at, code: 'INVALID_REQUEST', message }];
  }
  total.spend(JSON.stringify(schema).length);
  const faults = checkJsonSchema(schema, compile);
  if (faults.length === 0) return valueProblems(valuesOf(applied, flag, origin), schema, validation);
  return faults.map(({ pointer, message }) => ({
    ...at,
    below: pointer,
    code: 'INVALID_REQUEST',
    message: pointer === '' ? message : `${pointer} ${message}`,
  }));
}

function valueProblems(
  values: readonly ConfigurationValue[],
  schema: JsonObject,
  { total, compile }: SchemaValidation,
): readonly OperationProblem[] {
  if (values.length === 0) return [];
  total.spend(JSON.stringify(schema).length);
  const validate = createJsonSchemaValidator(schema, compile);
  // Most flags have the same values in every environment.
  const known = new Map<string, readonly SchemaFault[]>();
  return values.flatMap(({ value, origin, name }) => {
    const text = JSON.stringify(value);
    const faults = known.get(text) ?? faultsWithin(validate, value, total);
    known.set(text, faults);
    return faults.map((fault) => problemOf(fault, origin, name));
  });
}

/** @throws StepsExceeded if the whole change set takes too many steps */
function faultsWithin(
  validate: JsonSchemaValidator,
  value: JsonValue,
  total: StepMeter,
): readonly SchemaFault[] {
  try {
    return validate(value, createStepMeter(LIMITS.jsonSchemaSteps, total));
  } catch (error) {
    if (!(error instanceof StepsExceeded) || error.limit === LIMITS.changeSetJsonSchemaSteps) throw error;
    return [{ pointer: '', message: 'takes too long to check against the JSON Schema of the flag' }];
  }
}

function problemOf(
  { pointer, message }: SchemaFault,
  origin: Origin,
  name: string | undefined,
): OperationProblem {
  const place = pointer === '' ? '' : `at ${pointer} `;
  // A pointer leads into the value if the operation has written the value itself.
  return name === undefined
    ? {
        ...origin,
        below: pointer,
        code: 'INVALID_REQUEST',
        message: `${place}${message} (JSON Schema of the flag)`,
      }
    : { ...origin, code: 'INVALID_REQUEST', message: `${name} does not match: ${place}${message}` };
}
