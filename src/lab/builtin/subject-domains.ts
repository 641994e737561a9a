/** The MMLU-Pro domain of each subject of MMLU (the grouping that MMLU-Pro itself made; Wang et al. 2024). */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  biology: ['college_biology', 'high_school_biology', 'medical_genetics'],
  business: ['business_ethics', 'management', 'marketing', 'professional_accounting'],
  chemistry: ['college_chemistry', 'high_school_chemistry'],
  'computer science': [
    ...['college_computer_science', 'computer_security', 'high_school_computer_science', 'machine_learning'],
  ],
  economics: ['econometrics', 'high_school_macroeconomics', 'high_school_microeconomics'],
  engineering: ['electrical_engineering'],
  health: [
    ...[
      'anatomy',
      'clinical_knowledge',
      'college_medicine',
      'human_aging',
      'nutrition',
      'professional_medicine',
    ],
    ...['virology'],
  ],
  history: [
    'high_school_european_history',
    'high_school_us_history',
    'high_school_world_history',
    'prehistory',
  ],
  law: ['international_law', 'jurisprudence', 'professional_law'],
  math: [
    ...['abstract_algebra', 'college_mathematics', 'elementary_mathematics', 'high_school_mathematics'],
    ...['high_school_statistics'],
  ],
  other: ['global_facts', 'miscellaneous', 'high_school_geography', 'public_relations', 'sociology'],
  philosophy: ['formal_logic', 'logical_fallacies', 'moral_disputes', 'philosophy', 'world_religions'],
  physics: ['astronomy', 'college_physics', 'conceptual_physics', 'high_school_physics'],
  psychology: ['high_school_psychology', 'professional_psychology'],
};

const DOMAIN_OF = new Map(
  Object.entries(SUBJECTS).flatMap(([domain, subjects]) =>
    subjects.map((subject) => [subject, domain] as const),
  ),
);

/** Domain of an MMLU subject; `undefined` for one that belongs to none. */
export function domainOfSubject(subject: string): string | undefined {
  return DOMAIN_OF.get(subject);
}
