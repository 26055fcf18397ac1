### A visit and its story.

visit-title = Your visit
visit-covered = covered by { $payers }
story-became = How { $charged } became { $share }
story-so-far = What has happened to the { $charged } so far

step-charged = Charged
step-discount = Discount your insurer negotiated
step-discount-what = Nobody pays this part.
step-other = Other reduction
step-other-what = Taken off the bill. Nobody pays this part.
step-insurer-paid = { $payer } paid
step-insurer-took = { $payer } took money back
step-trace = check or transfer { $trace }
step-waiting = With { $payer }
step-waiting-what = They have not decided yet. Nothing of this is due.
step-refused = Not paid by { $payer }
step-refused-what = Nothing of this is due. Your practice is looking into it.
refusal-open = Nothing of this is due. Your practice has been working on it since { $date }.
refusal-sent = Nothing of this is due. Your practice sent the bill to the insurer again on { $date }.
refusal-appealed = Nothing of this is due. On { $date } your practice asked the insurer to decide again.
refusal-help = You can help. Tell us which insurance you had on that day, or send a photo of the card.
refusal-answer = Answer your practice
step-share = Your share
step-share-none = Nothing of this visit is yours to pay.
step-you-paid = You paid
step-forgiven = Forgiven by the practice
step-forgiven-off = Forgiven amount no longer needed
step-plan-interest = Interest of your payment plan
step-plan-interest-off = Interest not asked any more
step-late-fee = Late fee of your payment plan
step-late-fee-off = Late fee not asked any more
step-left = Left to pay
step-credit = Your credit
step-credit-what = You paid more than your share. “What I owe” says what happens with it.

share-deductible = Deductible
share-deductible-what = Each year you pay the first part of your care yourself. After that your plan starts to pay.
share-coinsurance = Coinsurance
share-coinsurance-what = The part of the cost that your plan leaves to you.
share-copay = Co-pay
share-copay-what = A fixed amount that your plan asks for a visit like this.
share-not-covered = Not covered
share-not-covered-what = Your plan does not pay for this.
share-self-pay = No insurance on file
share-self-pay-what = We know of no insurance for this visit. If you had one, please tell us: we can send them the bill.
code = Insurer’s reason: { $code }

lines = Line by line
lines-what = Open a line to see every entry behind it.
lines-service = Service
lines-together = Together
lines-whole = The visit as a whole
lines-units = { $units } units

entry-charged = Charged by the practice
entry-charge-undone = Charge taken back by the practice
entry-sent = Sent to { $payer }
entry-discount = Negotiated discount
entry-discount-undone = Discount taken back
entry-other = Other reduction
entry-other-undone = Reduction taken back
entry-insurer-paid = { $payer } paid
entry-insurer-took = { $payer } took this back
entry-refused = { $payer } did not pay this part; not due
entry-refused-undone = Being decided again
entry-share = Your share
entry-share-undone = Taken off your share

step-paid-before = Paid before it was yours
came-what = This bill is yours since { $date }. Somebody else answered for it before.
came-plan = A payment plan paid for it before. You can set up one like it.
came-plan-see = See the payments
gone-title = { $n ->
    [one] One bill is no longer yours
   *[other] { $n } bills are no longer yours
  }
gone-visit = Visit of { $date }
gone-since = Somebody else answers since { $date }
gone-page-title = This bill is no longer yours
gone-what = Somebody else answers for it since { $date }. There is nothing for you to do or to pay.
gone-paid = You paid { $amount } for it.
gone-paid-where = That stays on your account.
gone-receipts = See your receipts
