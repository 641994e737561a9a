/** A subject of questions, for a route that is found by its examples. */
export interface Topic {
  readonly examples: readonly string[];
  /** Texts of one question each, with `{}` where one of the things is named. */
  readonly forms: readonly string[];
  readonly things: readonly string[];
}

export const COOKING: Topic = {
  examples: [
    'how long do I boil potatoes?',
    'a recipe for tomato soup with basil',
    'which herbs go well with roast lamb?',
    'how do I keep a cake from drying out in the oven?',
    'what can I cook with rice and mushrooms?',
    'how much salt goes into bread dough?',
    'give me a recipe for pancakes',
    'how do I fry an egg without breaking the yolk?',
  ],
  forms: [
    'how long do I cook {} in the oven?',
    'give me a recipe for {} with garlic and butter',
    'which spices go well with {} in a stew?',
    'how do I fry {} in a pan?',
    'what can I cook for dinner with {} and rice?',
  ],
  things: ['potatoes', 'chicken', 'mushrooms', 'salmon', 'carrots', 'lentils', 'pumpkin', 'spinach', 'beef'],
};

export const PROGRAMMING: Topic = {
  examples: [
    'write a function that merges two sorted lists',
    'why does this loop never end? here is my code',
    'fix the null pointer exception in my Java class',
    'how do I write a unit test for this method?',
    'explain what this SQL query does',
    'refactor this Python script into smaller functions',
    'my compiler reports an undefined reference, what is wrong?',
    'implement binary search in TypeScript',
  ],
  forms: [
    'write a function in Python that sorts {}',
    'fix the bug in my code that parses {}',
    'how do I write a unit test for a class that stores {}?',
    'refactor this TypeScript function that merges {}',
    'why does my Java program throw an exception when it reads {}?',
  ],
  things: [
    'lists',
    'JSON files',
    'linked nodes',
    'strings',
    'hash maps',
    'integers',
    'timestamps',
    'arrays',
    'rows',
  ],
};

/** Question `number` of a topic. The first {@link Topic.forms} × {@link Topic.things} differ; then a trailing count does. */
export function question({ forms, things }: Topic, number: number): string {
  const form = forms[number % forms.length] ?? '';
  const thing = things[Math.floor(number / forms.length) % things.length] ?? '';
  const round = Math.floor(number / (forms.length * things.length));
  return form.replace('{}', round === 0 ? thing : `${round + 1} ${thing}`);
}
