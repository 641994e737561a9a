/** What a user pastes below "what are the key points?": minutes of a meeting, over 2 KB. */
export const MEETING_MINUTES = `Minutes, harbour renovation working group, Tuesday, 14:00 to 15:40, town hall, room 2.12
Present: Ms Okafor (chair), Mr Lindqvist (port authority), Ms Baptiste (finance), Mr Hale (contractor), Ms Ito (traffic planning), Mr Duarte (residents' association). Apologies: Mr Novak.

1. Quay wall. Mr Hale reported that the divers have finished the survey of the northern wall. Of the 214 steel piles, 31 show corrosion beyond what the tender assumed, nearly all of them between the fish market and the crane. Replacing them would take five more weeks and about 380,000. Coating them would hold for roughly twelve years and cost 95,000. Mr Lindqvist said that the insurer would accept coating if the piles are measured every second year. Ms Baptiste pointed out that the reserve for the wall stands at 150,000 and that anything above it needs a vote of the council, whose next sitting is in six weeks. The group agreed to recommend coating and to ask the insurer for a letter.

2. Traffic during the works. Ms Ito presented two variants. In the first the harbour road is one-way towards the centre for four months; in the second it is closed at night only, for seven months. Mr Duarte said that the residents of Anchor Lane could live with a one-way road but not with seven months of noise at night. The bus company prefers the first variant as well, since only line 4 would need another route. The group settled on the first variant, to start after the regatta.

3. Regatta. The sailing club asks for the southern basin to be free of pontoons from the 3rd to the 9th. Mr Hale can move them if he knows at least three weeks before. Ms Okafor will confirm the dates with the club by Friday.

4. Fish market. The stall holders fear for their trade while the wall is coated. Ms Baptiste has found a budget line that would pay for a tent on the car park; the rent would be waived for the time of the works. Mr Lindqvist offers electricity from the port's supply. Ms Ito asks for a crossing with lights between the tent and the bus stop. The group agrees; Mr Novak is to get three offers for the tent.

5. Other business. The lamps on the eastern mole have been dark since the storm. Mr Lindqvist will have them repaired next week. The public information evening takes place in the school hall; the residents' association brings the chairs, the town the coffee.

Next meeting in three weeks, same place.`;

/** What a user pastes below "why does this fail?": a small program and its trace. */
export const FAILING_PROGRAM = `import csv
from datetime import datetime

def load(path):
    rows = []
    with open(path) as f:
        for row in csv.DictReader(f):
            row["when"] = datetime.strptime(row["when"], "%Y-%m-%d")
            rows.append(row)
    return rows

def per_month(rows):
    totals = {}
    for row in rows:
        key = row["when"].strftime("%Y-%m")
        totals[key] += float(row["amount"])
    return totals

print(per_month(load("payments.csv")))

Traceback (most recent call last):
  File "report.py", line 19, in <module>
    print(per_month(load("payments.csv")))
  File "report.py", line 16, in per_month
    totals[key] += float(row["amount"])
KeyError: '2025-01'`;
