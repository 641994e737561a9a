/** Prompts with good answers, written for Dragoman: everyday requests, for which the data set has no rows that may ship. */
export const OWN_ANSWERS: readonly (readonly [prompt: string, answer: string])[] = [
  ['What is the capital of Portugal?', 'The capital of Portugal is Lisbon.'],
  ['Name three primary colours.', 'The three primary colours are red, yellow and blue.'],
  ['Translate "good morning" into French.', 'Bonjour.'],
  [
    'Is a tomato a fruit or a vegetable?',
    'Botanically a tomato is a fruit, because it grows from the flower and holds the seeds. In the kitchen it is treated as a vegetable.',
  ],
  ['Give me a synonym for "happy".', 'Cheerful.'],
  [
    'What is photosynthesis?',
    'Photosynthesis is the process by which plants, algae and some bacteria turn light, water and carbon dioxide into sugar and oxygen. It happens in the chloroplasts, where chlorophyll takes in the light.',
  ],
  [
    'How do I remove a red wine stain from a white shirt?',
    '1. Blot the stain with a clean cloth; do not rub.\n2. Rinse it with cold water.\n3. Cover it with a paste of baking soda and water, or with white vinegar, and wait fifteen minutes.\n4. Wash the shirt as its label says, and check that the stain is gone before you dry it.',
  ],
  [
    'Write a short thank-you note to a colleague who covered my shift.',
    'Hi Maria,\n\nThank you so much for covering my shift on Friday. It took a great weight off my mind, and I know it cost you your evening. I owe you one: just tell me when you need a day off.\n\nBest,\nJonas',
  ],
  [
    'Suggest five names for a small bakery.',
    '- The Morning Crumb\n- Golden Crust\n- Flour & Hearth\n- The Corner Oven\n- Sweet Rise',
  ],
  [
    'Explain the difference between weather and climate.',
    'Weather is the state of the atmosphere at one place over hours or days: rain this afternoon, wind tomorrow. Climate is the pattern of weather over decades. A cold week is weather; winters that grow milder over thirty years are climate.',
  ],
  [
    'Summarise in one sentence: The committee met on Tuesday to discuss the new library. After two hours of debate it voted to postpone the decision until the costs are known.',
    'The committee postponed its decision on the new library until the costs are known.',
  ],
  [
    'Turn this sentence into the passive voice: The chef prepared the meal.',
    'The meal was prepared by the chef.',
  ],
  ['Correct the grammar: She dont like apples.', "She doesn't like apples."],
  [
    'Write a haiku about autumn.',
    'Red leaves drift and turn,\nthe pond keeps each one awhile:\nsmall boats without oars.',
  ],
  [
    'What are the benefits of regular exercise?',
    'Regular exercise strengthens the heart and muscles, helps to keep a healthy weight, and lowers the risk of diabetes and high blood pressure. It also improves sleep and mood, and keeps the mind sharp as we grow older.',
  ],
  [
    'Describe how a refrigerator works.',
    'A refrigerator moves heat from its inside to the room. A liquid coolant evaporates in pipes inside the cabinet and takes up heat. A compressor then squeezes the vapour, which makes it hot, and at the back it gives its heat to the air and becomes liquid again. An expansion valve lowers the pressure, and the cycle begins anew.',
  ],
  [
    'Draft a polite email asking a landlord to repair the heating.',
    'Subject: Heating in flat 12\n\nDear Mr Okafor,\n\nThe radiators in flat 12 have been cold since Monday evening, although the thermostat is set to 21 degrees. I have bled them and checked the fuse, without success.\n\nCould you please send somebody to look at the boiler this week? I am at home every day after four.\n\nKind regards,\nElena Petrova',
  ],
  [
    'Which planet is the largest in our solar system?',
    'Jupiter is the largest planet in our solar system. It is more than twice as massive as all the other planets together.',
  ],
  [
    'Classify the sentiment of this review as positive or negative: The food was cold and the waiter ignored us.',
    'Negative',
  ],
  [
    'Give me a recipe for pancakes.',
    'Ingredients: 200 g flour, 2 eggs, 300 ml milk, a pinch of salt, butter for the pan.\n\nWhisk the flour, eggs, milk and salt into a smooth batter and let it rest for ten minutes. Melt a little butter in a pan over medium heat, pour in a ladle of batter, and fry it for about a minute on each side until golden. Serve with sugar and lemon.',
  ],
  [
    'Why is the sky blue?',
    'Sunlight is scattered by the molecules of the air, and short wavelengths are scattered far more than long ones. So blue light reaches us from every part of the sky, while red and yellow light come mostly straight from the sun.',
  ],
  [
    'List the steps to change a bicycle tyre.',
    '1. Open the brake and take the wheel out.\n2. Let the air out and lever the tyre off the rim.\n3. Pull out the tube and look for what pierced it.\n4. Put a slightly inflated new tube inside the tyre.\n5. Press the tyre back onto the rim by hand.\n6. Pump it up and fit the wheel again.',
  ],
  [
    'Write an opening line for a mystery novel.',
    'The clock in the hall had not worked for eleven years, so when it struck midnight, Agnes put down her knitting and reached for the poker.',
  ],
  [
    'What does "break the ice" mean?',
    'To "break the ice" means to do or say something that helps people who do not know each other to relax and begin to talk.',
  ],
  [
    'Compare cats and dogs as pets.',
    'Dogs are social and need daily walks, training and company; in return they are loyal and eager to please. Cats are more independent, clean themselves and cope well with a day alone, which suits smaller flats and busy people. Both need regular vet visits and cost money over many years.',
  ],
  [
    'How can I fall asleep faster?',
    'Go to bed at the same hour every night and keep the room dark and cool. Put screens away an hour before, avoid coffee after noon, and read or stretch instead. If you still lie awake after twenty minutes, get up and do something quiet until you feel tired.',
  ],
  [
    'Generate three questions for a job interview with a software tester.',
    '1. How do you decide what to test first when time is short?\n2. Tell me about a defect that you found late. What did you change afterwards?\n3. When would you rather not automate a test?',
  ],
  [
    'Extract the names from this text: Yesterday Anna met Peter and his sister Lucia at the station.',
    'Anna, Peter, Lucia',
  ],
  [
    'Explain inflation to a ten-year-old.',
    'Imagine that a chocolate bar costs one coin today. Next year the same bar costs a little more than one coin, and so does nearly everything else. That slow climb of prices is called inflation. It means that your saved coins buy a bit less each year.',
  ],
  [
    'What is the function of the liver?',
    'The liver cleans the blood of toxins, makes bile for the digestion of fat, stores sugar as glycogen, and produces proteins that the blood needs in order to clot.',
  ],
  [
    'Write a product description for a steel water bottle.',
    'Keep cold drinks cold for a full day and tea hot until the evening. This steel bottle has double walls, a lid that never leaks, and a mouth wide enough for ice cubes. It fits every cup holder, survives every fall, and leaves no taste behind.',
  ],
  ['Convert 5 kilometres to metres.', '5 kilometres are 5,000 metres.'],
  ['Who wrote Pride and Prejudice?', 'Jane Austen wrote Pride and Prejudice. It was published in 1813.'],
  [
    'Give two advantages and two disadvantages of working from home.',
    'Advantages: there is no commute, and it is easier to concentrate.\n\nDisadvantages: one sees colleagues less, and work and private life are harder to keep apart.',
  ],
  [
    'Rewrite this more formally: Hey, can you send me the report asap?',
    'Could you please send me the report at your earliest convenience?',
  ],
  ['Tell me a joke about computers.', 'Why did the computer go to the doctor? It had caught a virus.'],
  [
    'What should I pack for a weekend hike?',
    'Take sturdy boots, a rain jacket, a warm layer, and spare socks. Add a map, a torch, a small first-aid kit, two litres of water, and food for one meal more than you plan. If you stay overnight, bring a sleeping bag and a mat.',
  ],
  [
    'Find the odd one out: apple, banana, carrot, cherry.',
    'Carrot: it is a vegetable, while the others are fruits.',
  ],
  [
    'Write a two-sentence horror story.',
    'I tucked my son in, and he whispered, "Daddy, there is somebody under my bed." I looked, and there he lay, trembling, and said, "Daddy, there is somebody in my bed."',
  ],
  [
    'What is machine learning?',
    'Machine learning is a part of computer science in which programs learn from examples instead of following rules that were written by hand. A model is shown data, adjusts its parameters to lower its errors, and can then be used on data it has not seen.',
  ],
  [
    'Create a headline for an article about a school garden.',
    'Pupils Grow Their Own Lunch: School Garden Celebrates First Harvest',
  ],
  [
    'Describe the water cycle.',
    'The sun warms seas, lakes and rivers, and water evaporates. The vapour rises, cools and condenses into clouds. It falls as rain or snow, seeps into the ground or runs into rivers, and flows back to the sea, where the cycle starts again.',
  ],
  [
    'Give an example of a metaphor.',
    '"Time is a thief" is a metaphor: it says that time takes things from us, without using "like" or "as".',
  ],
  [
    'How many continents are there?',
    'There are seven continents: Africa, Antarctica, Asia, Australia, Europe, North America and South America.',
  ],
  [
    'Suggest a plan for learning the guitar in three months.',
    'Month 1: learn to tune, to hold the pick, and the chords G, C, D, E minor and A minor. Change between them for fifteen minutes a day.\n\nMonth 2: practise two strumming patterns with a metronome, and play three easy songs from start to end.\n\nMonth 3: add the F chord, try simple finger picking, and play one song for a friend.',
  ],
  [
    'Should I invest all my savings in one stock?',
    'That would be risky. One company can fail, however good it looks, and your savings would go with it. Most advisers suggest spreading money over many companies, for instance through an index fund, and keeping a few months of expenses in cash.',
  ],
  [
    'Write a tweet announcing a free yoga class in the park.',
    'Free yoga in Riverside Park this Saturday at 9 am! Bring a mat and a friend, all levels welcome. #yoga #outdoors',
  ],
  [
    'What are some ways to save water at home?',
    'Take shorter showers, turn off the tap while you brush your teeth, and run the washing machine only when it is full. Repair dripping taps, put aerators on them, and water plants with collected rain in the early morning.',
  ],
  [
    'Write a Python function that returns the square of a number.',
    '```python\ndef square(number):\n    """Return the square of a number."""\n    return number * number\n```',
  ],
  [
    'How do I list all files in a folder with bash?',
    'Use `ls -la`. It lists every file in the current folder, hidden ones included, with size, owner and date. For another folder, give its path: `ls -la /var/log`.',
  ],
  [
    'Write an SQL query for the ten newest orders.',
    '```sql\nSELECT *\nFROM orders\nORDER BY created_at DESC\nLIMIT 10;\n```',
  ],
  [
    'Explain recursion with an example.',
    'A function is recursive when it calls itself on a smaller problem until the problem is trivial.\n\n```python\ndef factorial(n):\n    if n <= 1:\n        return 1\n    return n * factorial(n - 1)\n```\n\n`factorial(4)` calls `factorial(3)`, and so on down to 1; then the results are multiplied on the way back, which gives 24.',
  ],
  [
    'A train leaves at 14:20 and arrives at 17:05. How long is the journey?',
    'From 14:20 to 17:20 would be 3 hours. The train arrives 15 minutes before that, so the journey takes 2 hours and 45 minutes.',
  ],
  [
    'I have 3 boxes with 12 eggs each and use 7 eggs. How many are left?',
    'The boxes hold 3 * 12 = 36 eggs. After using 7, there are 36 - 7 = 29 eggs left.',
  ],
  ['Which is larger, 3/4 or 2/3?', '3/4 = 0.75 and 2/3 is about 0.67, so 3/4 is larger.'],
  [
    'Pros and cons of electric cars?',
    '**Pros**\n- No exhaust gases and little noise\n- Cheap to run and to service\n- Quick acceleration\n\n**Cons**\n- Higher price\n- Charging takes longer than refuelling\n- Less range in winter',
  ],
  [
    'Tell me about the Great Wall of China.',
    'The Great Wall of China is a series of fortifications along the old northern borders of China. Its best-known parts were built under the Ming dynasty, between the fourteenth and the seventeenth century. It served to watch the border, to control trade, and to slow down attacks, and today it is a World Heritage Site.',
  ],
  [
    'Give me feedback on this sentence: The data shows that users are happy with there choice.',
    'There is one mistake: "there" should be "their". Strict style guides also treat "data" as a plural, so you may write "The data show that users are happy with their choice."',
  ],
  [
    'Explain to a class of 30 children why we have seasons.',
    'The Earth leans a little to one side while it travels around the sun. When our half leans towards the sun, the days are long and warm: that is summer. When it leans away, the days are short and cold, and we have winter.',
  ],
  [
    'I am 42 and want to start running. Any advice?',
    'Start slowly: alternate a minute of running with two of walking, three times a week, and lengthen the running bit by bit. Buy proper shoes, warm up, and rest when a joint hurts. See a doctor first if you have heart trouble or have not exercised for years.',
  ],
  [
    'My 2019 laptop gets hot when I watch films. What can I do?',
    'Put it on a hard surface so that air gets to the vents, and blow the dust out of the fan. Close other programs, update the graphics driver, and choose the balanced power plan. If it still gets hot, the thermal paste may have dried out; a repair shop can renew it.',
  ],
];
