### Setting up a payment plan.

schedule-number = No.
schedule-day = Due
schedule-amount = Payment
schedule-left = Left

way-over-time = Pay over time

new-plan-title = Pay over time
new-plan-lead = You owe { $amount }. Choose what fits you.
new-plan-free = No interest and no fees.
new-plan-how-much = How much at a time?
new-plan-by-count = In equal payments
new-plan-by-amount = A set amount each time
new-plan-count = Number of payments
new-plan-count-option = { $n ->
    [one] 1 payment
   *[other] { $n } payments
}
new-plan-amount = Amount in dollars
new-plan-amount-hint = { $least } or more. The last payment takes the rest.
new-plan-when = When?
new-plan-rhythm = How often
new-plan-monthly = Every month on the same day
new-plan-month-end = On the last day of each month
new-plan-two-weeks = Every two weeks
new-plan-first-fifteenth = On the 1st and the 15th
new-plan-first = First payment
new-plan-first-hint = From { $earliest } to { $latest }. If this is not a pay day, it is the next one.
new-plan-down = You pay now
new-plan-down-hint = { $least } or more. The rest is paid over time.
new-plan-for = What it is for: everything, { $amount }
new-plan-for-one = For { $visit }: { $amount }
new-plan-leave-out = What it is for
new-plan-kept = Not part of this plan
new-plan-kept-in-plan = It is in a payment plan already.
new-plan-kept-disputed = You asked about it. You do not have to pay it until that is answered.
new-plan-kept-assistance = We are looking at help with the cost. You do not have to pay it until then.
new-plan-kept-placed = Please call us about this one.
new-plan-again = Show the schedule
new-plan-go-on = Look it over
new-plan-assurance = Nothing is signed yet. You see everything once more first.

new-plan-unfinished = You signed a plan that waits for its card or bank account. If you sign another one for the same bills, it takes its place.
new-plan-unfinished-link = Finish setting it up

new-plan-nothing = There is nothing to pay over time right now.
new-plan-nothing-little = From { $least } a bill can be paid over time. You owe { $amount }.
new-plan-pay = Pay { $amount }

new-plan-and = {" "}and{" "}
new-plan-date = { $month } { $day }, { $year }
new-plan-day = { $month } { $day }
new-plan-first-last = The first on { $first }, the last on { $last }.
new-plan-interest = { $interest } of it is interest.
new-plan-on = On { $first }.
new-plan-none-drawn = Change something to see a plan that works.
new-plan-sum-many = { $n } payments of { $amount }
new-plan-sum-more = { $n } of { $amount }
new-plan-sum-one = 1 payment of { $amount }

new-plan-wrong-amount = Please choose { $least } or more each time.
new-plan-wrong-count = Please choose at most { $n } payments, so that each is { $least } or more.
new-plan-wrong-day = Please enter a day such as 2027-01-15.
new-plan-wrong-down = Please enter { $least } or more, and less than { $most }.
new-plan-wrong-first = Please choose a day from { $earliest } to { $latest }.
new-plan-wrong-kept = Something you chose cannot be paid over time right now.
new-plan-wrong-little = From { $least } a bill can be paid over time. Please choose more of it.
new-plan-wrong-much = Up to { $most } you can set this up by yourself. Please choose less, or call us.
new-plan-wrong-none = No plan can be made from this. Please change something.
new-plan-wrong-number = Please enter a whole number of payments.
new-plan-wrong-visit = Please choose what you want to pay.

review-plan-title = Look it over
review-plan-schedule = When you pay
review-plan-for = What it is for
review-plan-terms = What you agree to
review-plan-how = How do you want to pay?
review-plan-auto = Take it automatically
review-plan-auto-what = You add a card or bank account on a secure page next. You can stop this at any time.
review-plan-self = I will pay each one myself
review-plan-self-what = We send you a note before each payment is due.
review-plan-cap = At most this much at once, in dollars
review-plan-cap-hint = { $least } or more. We ask you before we ever take more.
review-plan-agree = I agree to this payment plan.
review-plan-electronic = I agree to sign and keep this electronically. I can read this page and open PDF files.
review-plan-sign = Sign the plan
review-plan-change = Change something

terms-plan-owe = You owe { $owed } to { $practice }. You pay it in this way:
terms-plan-down = Today you pay { $down }.
terms-plan-line = { $number }. { $date }: { $amount }
terms-plan-total = All payments together are { $total }.
terms-plan-free = There is no interest, and there are no fees.
terms-plan-interest = The interest is { $rate } a year, on what is still left.
terms-plan-interest-when = The interest of a payment is owed from its date. If you pay early, you owe less of it.
terms-plan-late-fee = A payment that is missed costs { $fee } more, once.
terms-plan-late-fee-not = There is no late fee while part of your bill is in question, or after the plan has stopped.
terms-plan-grace = { $n ->
    [0] A payment counts as missed on the day after it is due.
    [one] A payment counts as missed when it is 1 day late. Until then nothing happens.
   *[other] A payment counts as missed when it is { $n } days late. Until then nothing happens.
}
terms-plan-default = { $n ->
    [one] If you miss 1 payment, the plan stops, and we may ask for what is left in other ways. One press brings it back: what you missed then moves to the end.
   *[other] If { $n } payments are missed at the same time, the plan stops, and we may ask for what is left in other ways. One press brings it back: what you missed then moves to the end.
}
terms-plan-skips = { $n ->
    [one] You may skip 1 payment a year. It and all after it then come one pay day later.
   *[other] You may skip { $n } payments a year. Each and all after it then come one pay day later.
}
terms-plan-early = You can pay more or pay early at any time, at no cost. You can also end the plan: what is left is then due as before.
terms-plan-end-free = If the plan ends, interest and fees that you have not paid are not asked any more.
terms-plan-join = A new bill joins this plan only if you agree.
terms-plan-lower = If what you owe gets less, your last payments get less. A change that is worse for you needs your consent.
terms-plan-electronic = You sign and get this agreement electronically. You can keep it as a PDF.
terms-plan-paper = Paper copies are free. To get one, or to take back your consent to electronic records, { $contact }. Your plan goes on.
terms-plan-call = call { $phone }
terms-plan-ask = ask us
terms-plan-auto = I allow { $practice } to charge the card or bank account that I add, for each payment on its due date. They never take more at once than the limit I chose, unless I agree first. They tell me 3 days before each payment. I can stop this at any time on the page of my plan.
terms-plan-auto-down = As soon as I have added it, they charge { $down } to it: what I pay today.

tila-title = Truth in Lending disclosure
tila-what = Federal law asks us to show you this, because there are more than 4 payments or there is interest.
tila-creditor = Creditor
tila-apr = Annual percentage rate
tila-apr-what = The cost of your credit as a yearly rate.
tila-charge = Finance charge
tila-charge-what = The dollar amount the credit will cost you.
tila-financed = Amount financed
tila-financed-what = The amount of credit provided to you or on your behalf.
tila-total = Total of payments
tila-total-what = The amount you will have paid after you have made all payments as scheduled.
tila-both = Amount financed and total of payments
tila-both-what = The credit provided to you, and what you will have paid after all scheduled payments. It costs you nothing.
tila-sale = Total sale price
tila-sale-what-no-down = The total cost of your care on credit.
tila-sale-what = The total cost of your care on credit, with what you pay today: { $down }.
tila-itemised = You owe { $owed }, less { $down } that you pay today, makes the amount financed.
tila-itemised-no-down = The amount financed is what you owe for the care listed here.
tila-schedule = Payment schedule
tila-number = Number
tila-each = Amount of each
tila-from = From
tila-often-monthly = Due every month.
tila-often-two-weeks = Due every two weeks.
tila-often-first-fifteenth = Due on the 1st and the 15th.
tila-late = Late payment: there is no charge.
tila-late-fee = Late payment: { $fee } when a payment is { $n } days late.
tila-early = Prepayment: if you pay early, you pay no penalty.
tila-security = Security: none is taken.
tila-more = See the terms of this agreement for what happens when a payment is missed.
tila-english = You can get this disclosure in English: ask us.

method-plan-title = Card or bank account
method-plan-unfinished = One step is left
method-plan-unfinished-what = Your plan is signed. Add the card or bank account it should use, and it starts. If you do nothing, it ends by itself and nothing is charged.
method-plan-stopped = Nothing was saved
method-plan-stopped-what = You left before you added a card or bank account. That is fine: your plan waits for you.
method-plan-running = Another card or bank account
method-plan-running-what = The new one takes the place of the old one, which is deleted. Nothing is charged now.
method-plan-auto = Automatic payments
method-plan-cap = We never take more than { $amount } at once without asking you.
method-plan-go = Go to the secure page
method-plan-self = I will pay each one myself
method-plan-agree = I agree to automatic payments.
method-plan-back = My plan
method-plan-safe = You enter it on a secure page of Stripe, our payment service. We never see the number.
method-plan-checking = We are checking
method-plan-checking-what = Our payment service has not told us yet whether your card or bank account was saved. Nothing has been charged.
method-plan-look-again = Look again

error-plan-how = Please choose how you want to pay.
error-plan-cap = Please enter a limit that is not below your largest payment.
error-plan-in = Something you chose cannot be part of this plan any more. Please look at it again.
error-plan-owed = What you owe has changed meanwhile. Nothing was signed. This is the plan as it would be now.
error-plan-offer = The plan has changed meanwhile. Nothing was signed. This is the plan as it would be now.
error-plan-electronic = Please tick this if you agree. If you would rather sign on paper, call us.
