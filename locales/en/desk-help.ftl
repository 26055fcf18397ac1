### A counsellor's answer to who cannot pay.

work-hardship = Somebody cannot afford what they owe
work-hardship-next = See what help there is, and answer them. Until then statements, reminders and their plans rest.
help-request-title = Asked for help
help-request-household = Household
help-request-income = Income a month, before taxes
help-request-due = Due now
help-request-by = The patient was told that an answer comes by { $date }.
help-request-answer = Answer
help-request-answer-what = With the answer the account’s hold ends, and plans that rest for it go on with their dates moved. To write off part of the bill, or to change a plan, do that on the account first.
help-request-outcome = What there is
help-request-help = There is help
help-request-plan = A payment plan
help-request-nothing = No help here
help-request-taken-back = taken back
help-request-words = In your words
help-request-words-hint = The patient reads this. Say what you did and what comes next.
help-request-send = Send the answer
help-request-answered = { $name } answered on { $date }: { $what }.
help-request-withdrawn = { $name } took it back on { $date }.
sent-kind-hardship = request for help
