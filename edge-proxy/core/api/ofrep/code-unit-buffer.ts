const FIRST = 1024;

/**
 * The UTF-16 code units of a text that is put together only to be hashed: as a string it would be a tree of its pieces,
 * and reading that takes longer than all the rest. One instance is reused.
 */
export class CodeUnitBuffer {
  length = 0;
  #units = new Uint16Array(FIRST);

  clear(): void {
    this.length = 0;
  }

  append(text: string): void {
    const { length: start } = this;
    const end = start + text.length;
    if (end > this.#units.length) this.#grow(end);
    const units = this.#units;
    for (let index = 0; index < text.length; index += 1) units[start + index] = text.charCodeAt(index);
    this.length = end;
  }

  appendUnit(unit: number): void {
    if (this.length === this.#units.length) this.#grow(this.length + 1);
    this.#units[this.length] = unit;
    this.length += 1;
  }

  /** What there is, with zeros behind it up to a whole block, in place. */
  padded(block: number): Uint16Array {
    const end = Math.ceil(this.length / block) * block;
    if (end > this.#units.length) this.#grow(end);
    this.#units.fill(0, this.length, end);
    return this.#units;
  }

  #grow(least: number): void {
    const larger = new Uint16Array(Math.max(least, 2 * this.#units.length));
    larger.set(this.#units);
    this.#units = larger;
  }
}
