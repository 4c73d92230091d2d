import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import type { StepMeter } from './step-meter.ts';

/** A place in a value. */
export interface Place {
  /** The place of the object or array around it; `undefined` for the whole value. */
  readonly parent: Place | undefined;
  readonly name: string | number;
}

/** A validation in progress. */
export interface Validation {
  readonly meter: StepMeter;
  /** The schema that a reference names. */
  schemaAt(reference: string): JsonValue;
  matches(pattern: string, text: string): boolean;
  /** Whether faults are not reported, because they do not decide by themselves. */
  isSilent(): boolean;
  /** Validates and reports faults. */
  isValid(schema: JsonValue, value: JsonValue, place: Place): boolean;
  /** Validates and reports nothing. */
  wouldBeValid(schema: JsonValue, value: JsonValue, place: Place): boolean;
  /** Reports a fault. @returns `false` */
  fail(place: Place, message: string): false;
}

/** What a keyword knows besides its own value and the value that is validated. */
export interface KeywordContext {
  readonly validation: Validation;
  /** The schema that has the keyword. */
  readonly schema: JsonObject;
  readonly place: Place;
}

/** Checks a value by one keyword. The value of the keyword has the form that `checkJsonSchema` demands. */
export type KeywordCheck = (demand: JsonValue, value: JsonValue, context: KeywordContext) => boolean;
