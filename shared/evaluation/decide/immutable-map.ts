/** So many places of an index may be of no use, whatever its size. */
const SPARE_PLACES = 64;

/**
 * An immutable map from keys to values of which a changed copy costs little: values stand in an array, and copying an
 * array of thousands takes microseconds. Copies share one index from key to place, which only ever grows; a place that a
 * copy has not filled is empty to it. Once most of the index is of no use any more it is made anew.
 */
export class KeyedStore<Value> implements ReadonlyMap<string, Value> {
  readonly size: number;
  private readonly places: Map<string, number>;
  private readonly slots: readonly (Value | undefined)[];
  /** The slots without empty ones. */
  private readonly list: readonly Value[];

  private constructor(
    places: Map<string, number>,
    slots: readonly (Value | undefined)[],
    list: readonly Value[],
  ) {
    this.places = places;
    this.slots = slots;
    this.list = list;
    this.size = list.length;
  }

  static empty<Value>(): KeyedStore<Value> {
    return new KeyedStore<Value>(new Map(), [], []);
  }

  /** A copy in which the given keys have the given values, or where that is `undefined`, none. */
  with(changes: ReadonlyMap<string, Value | undefined>): KeyedStore<Value> {
    if (changes.size === 0) return this;
    const slots = this.slots.slice();
    for (const [key, value] of changes) {
      const place = this.placeFor(key, value);
      if (place === undefined) continue;
      while (slots.length <= place) slots.push(undefined);
      slots[place] = value;
    }
    const list = slots.filter((value) => value !== undefined);
    const copy = new KeyedStore(this.places, slots, list);
    return this.places.size > SPARE_PLACES + 2 * list.length ? copy.compacted() : copy;
  }

  private compacted(): KeyedStore<Value> {
    return KeyedStore.empty<Value>().with(new Map(this));
  }

  private placeFor(key: string, value: Value | undefined): number | undefined {
    const place = this.places.get(key);
    if (place !== undefined || value === undefined) return place;
    const next = this.places.size;
    this.places.set(key, next);
    return next;
  }

  get(key: string): Value | undefined {
    const place = this.places.get(key);
    return place !== undefined && place < this.slots.length ? this.slots[place] : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  values(): ArrayIterator<Value> {
    return this.list[Symbol.iterator]();
  }

  *entries(): Generator<[string, Value], undefined, unknown> {
    for (const [key, place] of this.places) {
      const value = place < this.slots.length ? this.slots[place] : undefined;
      if (value !== undefined) yield [key, value];
    }
  }

  *keys(): Generator<string, undefined, unknown> {
    for (const [key] of this.entries()) yield key;
  }

  [Symbol.iterator](): Generator<[string, Value], undefined, unknown> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
