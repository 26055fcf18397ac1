### Who cannot pay says so here.

afford-what = Tell us two things, and nothing more. A person at the practice looks at which help there is, and answers you here.
afford-household = How many people live on your income, you included?
afford-people = { $n ->
    [one] 1 person
    [12] 12 people or more
   *[other] { $n } people
}
afford-income = What your household has a month before taxes
afford-income-1500 = Less than $1,500
afford-income-3000 = $1,500 to $3,000
afford-income-5000 = $3,000 to $5,000
afford-income-more = $5,000 or more
afford-income-unsaid = I would rather not say
afford-send = Ask for help
afford-then = From then on we send no reminders and take no payments by ourselves, until you have an answer. That takes up to five business days.
afford-only = Only people at the practice who work with bills see this. It does not change your care, and nothing of it goes to your insurance.
afford-asked = You asked for help on { $date }.
afford-answer-by = We answer by { $date }.
afford-rests = No statements or reminders come, and no late fees are added until you have our answer.
afford-rests-plans = No statements or reminders come, and no late fees are added until you have our answer. Your payment plan rests: nothing is taken, and its dates move on.
afford-owe-stays = What you owe stays as it is until then.
afford-withdraw = I no longer need help
afford-withdraw-what = Then everything goes on as before.
afford-answer-help = On { $date } we answered: there is help for you.
afford-answer-plan = On { $date } we answered: paying in parts may suit you.
afford-answer-nothing = On { $date } we answered: we have no help with this cost.
afford-answer-withdrawn = On { $date } you told us that you no longer need help.
afford-home-waits = You asked for help with the cost. Until you have an answer nothing is taken, and no reminders come.
afford-home-answered = You have our answer about help with the cost.
afford-home-see = See your request
