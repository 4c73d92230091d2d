/** An index may have this many unused slots, whatever its size. */
const MAX_UNUSED_SLOTS = 64;

/**
 * An immutable map of which a changed copy is cheap. Values are in an array, and copying an array of thousands takes
 * microseconds. All copies share one index from key to slot, which only grows: a slot that a copy has not filled is empty
 * for that copy. When most slots of the index are unused, the copy gets an index of its own.
 */
export class ImmutableMap<Value> implements ReadonlyMap<string, Value> {
  readonly size: number;
  private readonly slotOf: Map<string, number>;
  private readonly slots: readonly (Value | undefined)[];
  /** The slots without empty ones. */
  private readonly list: readonly Value[];

  private constructor(
    slotOf: Map<string, number>,
    slots: readonly (Value | undefined)[],
    list: readonly Value[],
  ) {
    this.slotOf = slotOf;
    this.slots = slots;
    this.list = list;
    this.size = list.length;
  }

  static empty<Value>(): ImmutableMap<Value> {
    return new ImmutableMap<Value>(new Map(), [], []);
  }

  /** A copy in which the given keys have the given values. `undefined` removes a key. */
  with(changes: ReadonlyMap<string, Value | undefined>): ImmutableMap<Value> {
    if (changes.size === 0) return this;
    const slots = this.slots.slice();
    for (const [key, value] of changes) {
      const slot = this.slotFor(key, value);
      if (slot === undefined) continue;
      while (slots.length <= slot) slots.push(undefined);
      slots[slot] = value;
    }
    const list = slots.filter((value) => value !== undefined);
    const copy = new ImmutableMap(this.slotOf, slots, list);
    return this.slotOf.size > MAX_UNUSED_SLOTS + 2 * list.length ? copy.compacted() : copy;
  }

  private compacted(): ImmutableMap<Value> {
    return ImmutableMap.empty<Value>().with(new Map(this));
  }

  private slotFor(key: string, value: Value | undefined): number | undefined {
    const slot = this.slotOf.get(key);
    if (slot !== undefined || value === undefined) return slot;
    const next = this.slotOf.size;
    this.slotOf.set(key, next);
    return next;
  }

  get(key: string): Value | undefined {
    const slot = this.slotOf.get(key);
    return slot !== undefined && slot < this.slots.length ? this.slots[slot] : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  values(): ArrayIterator<Value> {
    return this.list[Symbol.iterator]();
  }

  *entries(): Generator<[string, Value], undefined, unknown> {
    for (const [key, slot] of this.slotOf) {
      const value = slot < this.slots.length ? this.slots[slot] : undefined;
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
