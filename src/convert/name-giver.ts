/** Longest name of the registry. */
const MAX_LENGTH = 63;

/** Gives names that the registry takes, each once. */
export interface NameGiver {
  /** Keeps a name for whoever has it already. */
  reserve(name: string): void;
  /** The name itself where it is free and takes the registry's form, else the nearest one that does. */
  give(wanted: string): string;
}

export function nameGiver(reserved: readonly string[] = []): NameGiver {
  const taken = new Set(reserved);
  return {
    reserve: (name) => {
      taken.add(name);
    },
    give: (wanted) => {
      const base = asName(wanted);
      let name = base;
      for (let count = 2; taken.has(name); count++) name = asName(base, `-${count}`);
      taken.add(name);
      return name;
    },
  };
}

/** Lower-case letters, digits, `-` and `.`, at most 63 characters. */
export function asName(wanted: string, suffix = ''): string {
  const plain = wanted
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .slice(0, MAX_LENGTH - suffix.length)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `${plain === '' ? 'unnamed' : plain}${suffix}`;
}

/** Whether the pool takes it as another name that clients may send. */
export function isAlias(name: string): boolean {
  return /^\S{1,200}$/.test(name);
}
