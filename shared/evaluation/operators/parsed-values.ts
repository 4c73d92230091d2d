import { isJsonArray, type JsonValue } from '../../model/json.ts';
import { readAddressKey } from './address-range.ts';
import { readInstant } from './instant.ts';
import { ascending, type OrderedKey } from './ordered-keys.ts';
import { isScalar, type Scalar } from './scalar.ts';
import { readVersion } from './semver.ts';
import { type TextIndex, textIndex } from './text-index.ts';

/** Whether a text passes. */
type TextTest = (text: string) => boolean;

/**
 * The value of an attribute, or the elements of its array, as each family of operators reads them. Each reading is made once,
 * when the first condition needs it. What a family cannot take is left out.
 */
export class ParsedValues {
  /** The attribute's value. */
  readonly source: JsonValue;
  readonly #elements: readonly JsonValue[];
  #scalars: ReadonlySet<Scalar> | null = null;
  #numbers: readonly number[] | null = null;
  #instants: readonly number[] | null = null;
  #versions: readonly string[] | null = null;
  #addresses: readonly string[] | null = null;
  #texts: readonly string[] | null = null;
  #textIndex: TextIndex | null = null;
  /** What tests of a text have found; many flags have the same condition. */
  #found: Map<TextTest, boolean> | null = null;

  constructor(source: JsonValue) {
    this.source = source;
    this.#elements = isJsonArray(source) ? source : [source];
  }

  scalars(): ReadonlySet<Scalar> {
    this.#scalars ??= new Set(this.#elements.filter(isScalar));
    return this.#scalars;
  }

  /** Ascending, as are the next three. */
  numbers(): readonly number[] {
    this.#numbers ??= ascending(
      this.#elements.filter((each) => typeof each === 'number').filter(Number.isFinite),
    );
    return this.#numbers;
  }

  instants(): readonly number[] {
    this.#instants ??= this.#keys(readInstant);
    return this.#instants;
  }

  versions(): readonly string[] {
    this.#versions ??= this.#keys(readVersion);
    return this.#versions;
  }

  addresses(): readonly string[] {
    this.#addresses ??= this.#keys(readAddressKey);
    return this.#addresses;
  }

  texts(): readonly string[] {
    this.#texts ??= this.#elements.filter((each) => typeof each === 'string');
    return this.#texts;
  }

  textIndex(): TextIndex {
    this.#textIndex ??= textIndex(this.texts());
    return this.#textIndex;
  }

  /** Whether any text passes a test. Each test is made once. */
  anyText(test: TextTest): boolean {
    const known = this.#found?.get(test);
    if (known !== undefined) return known;
    const found = this.texts().some(test);
    this.#found ??= new Map();
    this.#found.set(test, found);
    return found;
  }

  #keys<Key extends OrderedKey>(read: (value: JsonValue) => Key | null): readonly Key[] {
    return ascending(this.#elements.map(read).filter((key) => key !== null));
  }
}
