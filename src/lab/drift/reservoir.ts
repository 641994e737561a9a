import { randomNumbers } from '../../heads/random.js';

/** An even sample of a stream of unknown length (Vitter 1985, algorithm R); the same for the same stream. */
export class Reservoir<T> {
  readonly #size: number;
  readonly #random: () => number;
  readonly #items: T[] = [];
  #seen = 0;

  /** @param size most items that are kept, 0 or more */
  constructor(size: number, seed = 1) {
    this.#size = size;
    this.#random = randomNumbers(seed);
  }

  add(item: T): void {
    this.#seen += 1;
    if (this.#items.length < this.#size) {
      this.#items.push(item);
      return;
    }
    const at = Math.floor(this.#random() * this.#seen);
    if (at < this.#size) this.#items[at] = item;
  }

  /** Items that came by. */
  get seen(): number {
    return this.#seen;
  }

  get items(): readonly T[] {
    return this.#items;
  }
}
