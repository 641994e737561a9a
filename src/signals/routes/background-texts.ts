/**
 * Everyday requests of no route in particular, written for this file. Their similarity to a registry's routes tells
 * what "does not belong" looks like there; the median is used, so a few that do belong to some route do no harm.
 */
export const BACKGROUND_TEXTS: readonly string[] = [
  'What time does the museum open on Sundays?',
  'Write a short poem about an old lighthouse.',
  'How do I remove a coffee stain from a wool carpet?',
  'Explain the difference between weather and climate.',
  'Fix the bug in this function that reverses a linked list.',
  'Translate this letter into Portuguese.',
  'Which planet has the most moons?',
  'Plan a three-day hike with a small child.',
  'Summarize the attached meeting notes in five points.',
  'My order has not arrived yet, where is it?',
  'What is a fair price for a used bicycle?',
  'Give me a recipe for lentil soup.',
  'How many square metres are in an acre?',
  'Draft a polite email that declines an invitation.',
  'Who painted the ceiling of that chapel in Rome?',
  'Suggest a name for a grey cat.',
  'Is it safe to mix these two cleaning products?',
  'Compare renting a flat with buying one.',
  'Set an alarm for half past six.',
  'List the dates and amounts found in this invoice.',
  'Why does bread dough need to rest?',
  'Good morning!',
  'Prove that the sum of two odd numbers is even.',
  'Tell me about the history of chess.',
];
