import { CODE_SNIPPETS, FOREIGN_SENTENCES, PASSAGES } from './passages.js';

const TOPICS = [
  ...['volcanoes', 'compound interest', 'the water cycle', 'vaccines', 'inflation', 'black holes', 'bees'],
  ...['remote work', 'photosynthesis', 'medieval trade', 'electric cars', 'sleep', 'urban planning', 'chess'],
  ...['ocean currents', 'the stock market', 'gene editing', 'jazz', 'stoicism', 'earthquakes', 'coffee'],
  ...['machine learning', 'the Roman senate', 'plate tectonics', 'migraine', 'wind power', 'copyright law'],
  ...[
    'antibiotics',
    'public transport',
    'dark matter',
    'supply chains',
    'the printing press',
    'minimum wage',
  ],
  ...['video games', 'school uniforms', 'recycling', 'nuclear energy', 'the silk road', 'social media'],
  ...['fermentation', 'solar panels', 'the immune system', 'childhood memory', 'tides', 'sourdough'],
  ...[
    'universal basic income',
    'coral reefs',
    'quantum computers',
    'the French Revolution',
    'marathon training',
  ],
];

const THINGS = [
  ...['a lighthouse keeper', 'a lost umbrella', 'two rival bakers', 'a talking crow', 'the last train home'],
  ...[
    'a dragon who fears heights',
    'my grandmother’s garden',
    'a robot in autumn',
    'an old violin',
    'first snow',
  ],
  ...[
    'a detective with no memory',
    'a city under the sea',
    'a quiet Sunday',
    'a shy astronaut',
    'the harbour at dawn',
  ],
  ...[
    'a retired magician',
    'a map that lies',
    'a stubborn goat',
    'friendship',
    'a letter that came too late',
  ],
  ...['an orchard in spring', 'a coffee machine that dreams', 'siblings who do not speak', 'the colour blue'],
];

const PEOPLE = [
  ...['Maria', 'Tom', 'Aisha', 'Jonas', 'Priya', 'Liam', 'Chen', 'Sofia', 'Omar', 'Grace', 'Mateo', 'Hannah'],
  ...['Yuki', 'Elena', 'Noah', 'Fatima', 'Peter', 'Lucia', 'Ben', 'Olga'],
];

const GOODS = [
  ...['apples', 'pencils', 'tickets', 'marbles', 'cupcakes', 'books', 'chairs', 'stamps', 'bottles', 'tiles'],
  ...['eggs', 'coins', 'T-shirts', 'candles', 'roses', 'litres of paint', 'bags of flour', 'batteries'],
];

const LANGUAGES = [
  ...[
    'French',
    'German',
    'Spanish',
    'Italian',
    'Portuguese',
    'Dutch',
    'Polish',
    'Swedish',
    'Turkish',
    'Hindi',
  ],
  ...[
    'Japanese',
    'Chinese',
    'Korean',
    'Arabic',
    'Russian',
    'Greek',
    'Czech',
    'Ukrainian',
    'Latin',
    'Swahili',
  ],
];

const PROGRAM_TASKS = [
  ...['reverses a linked list', 'checks whether a string is a palindrome', 'finds the longest common prefix'],
  ...[
    'merges two sorted arrays',
    'counts words in a file',
    'validates an email address',
    'parses a CSV file',
  ],
  ...[
    'rotates a matrix by 90 degrees',
    'removes duplicates from a list',
    'returns the n-th Fibonacci number',
  ],
  ...['converts Roman numerals to integers', 'sorts a dictionary by value', 'finds the median of two arrays'],
  ...['computes the factorial of a number', 'implements binary search', 'flattens a nested list'],
  ...[
    'detects a cycle in a graph',
    'groups anagrams together',
    'limits the rate of requests',
    'sums even numbers',
  ],
  ...['retries a failed HTTP request', 'finds the shortest path in a grid', 'generates all permutations'],
  ...[
    'reads JSON from standard input',
    'computes the greatest common divisor',
    'caches results for a minute',
  ],
];

const PROGRAM_LANGUAGES = [
  ...[
    'Python',
    'JavaScript',
    'TypeScript',
    'Java',
    'Go',
    'Rust',
    'C',
    'C++',
    'C#',
    'Ruby',
    'Kotlin',
    'Swift',
  ],
  ...['PHP', 'Bash', 'SQL', 'R', 'Haskell', 'Scala'],
];

const GENRES = [
  ...[
    'short story',
    'poem',
    'limerick',
    'haiku',
    'sonnet',
    'fairy tale',
    'monologue',
    'song',
    'fable',
    'scene',
  ],
  ...['ballad', 'ghost story', 'love letter', 'radio play', 'children’s story', 'rap verse', 'film scene'],
];

const MARKETED = [
  ...[
    'a bakery',
    'a bicycle shop',
    'a yoga studio',
    'a new headphone',
    'a dog walking service',
    'a tea brand',
  ],
  ...[
    'a language app',
    'a food truck',
    'a book club',
    'an electric scooter',
    'a winter coat',
    'a charity run',
  ],
];

const FACTS = [
  ...[
    'the date of the meeting',
    'every person mentioned',
    'all amounts of money',
    'the place',
    'the company names',
  ],
  ...[
    'the deadline',
    'the phone numbers',
    'each product and its price',
    'the reason given',
    'the e-mail addresses',
  ],
  ...[
    'who is responsible',
    'all cities',
    'the order number',
    'the main complaint',
    'the year',
    'the organisations',
  ],
];

const QUESTIONS = [
  ...[
    'Who is responsible?',
    'When does it start?',
    'How much did it cost?',
    'Why was it delayed?',
    'Where was it?',
  ],
  ...['What was the result?', 'How many people were there?', 'Who disagreed?', 'What happens next?'],
  ...['Which city is named?', 'What is the name of the person?', 'What did they decide?'],
];

const NUMBERS = [3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 18, 20, 24, 25, 30, 36, 40, 45, 48, 60, 72, 90, 120].map(
  String,
);

/** What stands for `{name}` in a template. */
export const FILLERS: Readonly<Record<string, readonly string[]>> = {
  topic: TOPICS,
  thing: THINGS,
  person: PEOPLE,
  goods: GOODS,
  language: LANGUAGES,
  program: PROGRAM_TASKS,
  programming: PROGRAM_LANGUAGES,
  genre: GENRES,
  marketed: MARKETED,
  fact: FACTS,
  question: QUESTIONS,
  n: NUMBERS,
  passage: PASSAGES,
  code: CODE_SNIPPETS,
  foreign: FOREIGN_SENTENCES,
};
