### The staff's side of money: an account, a payment, what goes back, what waits,
### Stripe beside the books, a day's close.

staff-work = Work
staff-reconcile = Reconcile
staff-close = Close of day
staff-late = late
staff-due-today = today
staff-days-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}
staff-with-insurance = With insurers
staff-credit = Credit
staff-credits = Credits of patients
staff-on-the-way = On its way
staff-work-waiting = Work waiting
staff-visit = Visit
staff-day = Day
staff-hour = Time
staff-patient = Patient
staff-method = Method
staff-amount = Amount
staff-given-back = Given back
staff-charged-back = Charged back
staff-state = State

method-card = Card online
method-bank = Bank account
method-cash = Cash
method-check = Check
method-terminal = Card terminal

payment-paid = paid
payment-refunded = given back
payment-partly-refunded = partly given back
payment-charged-back = charged back

## An account

staff-account-title = Account
account-answers-for = answers for { $names }
account-dues = Visits that are due or carry a credit
account-dues-none = Nothing is due, and there is no credit.
account-payments = Payments
account-payments-none = No payments yet.
hold-chargeback = Reminders and collections have rested since { $since }, because a bank disputes a payment. They go on by themselves when that is settled.

## Taking a payment

take-title = Take a payment
take-method = How is it paid?
take-amount = Amount taken
take-amount-hint = Due now: { $amount }. What is more than that becomes a credit.
take-reference = Check or slip number
take-reference-hint = Of the check, or of the slip that the terminal printed.
take-choice = What does it pay?
take-oldest = The oldest visit first
take-visits = These visits
take-more = What is more than the chosen visits need pays the other visits, oldest first, and after that becomes a credit.
take-all-credit = Nothing is due now. All of it becomes a credit.
take-button = Take the payment

## A payment

staff-payment-title = Payment
payment-taken = The payment is on the books.
payment-print = For the patient, print this page: only the receipt comes out.
payment-kept = Kept as a credit
payment-taken-by = Taken by

## What went back

refunds-title = Given back
refund-reason-credit = More than was owed
refund-reason-duplicate = Paid twice
refund-reason-mistake = Paid by mistake
refund-reason-courtesy = A courtesy
refund-reason-other = Another reason
refund-waiting = waits for a second person
refund-waiting-what = Nothing has moved yet.
refund-declined = declined
refund-declined-what = Nothing moved.
refund-sending = being sent
refund-sending-what = It is being handed to Stripe.
refund-checking-what = Stripe has not answered yet. We keep asking, and it is sent only once.
refund-on-the-way-what = Stripe has it. Banks take 5 to 10 days.
refund-done = done
refund-done-what = It arrived.
refund-arrived = It arrived on { $date }.
refund-handed-out = It was given back at the desk on { $date }.
refund-failed = failed
refund-failed-what = The money is back with the practice and is still owed to the patient.
refund-failure-unknown = The bank could not deliver it and did not say why.
refund-failure-declined = The bank declined it.
refund-failure-expired_or_canceled_card = The card has expired or was canceled.
refund-failure-insufficient_funds = The Stripe balance was too low.
refund-failure-lost_or_stolen_card = The card was lost or stolen.
refund-failure-merchant_request = It was stopped at the practice’s request.
refund-failure-charge_for_pending_refund_disputed = The payment was disputed before the refund arrived.
refund-asked = Asked for by { $name }
refund-asked-policy = Sent by the practice’s rule for credits
refund-asked-outside = Made in the Stripe dashboard
refund-approved = agreed to by { $name }
refund-declined-by = declined by { $name }
refund-approve = Agree
refund-decline = Decline
refund-take-back = Take the request back
refund-retry = Send again
refund-by-hand = Give back another way
refund-by-hand-number = Number of the check you wrote
refund-by-hand-button = It is given back by this check
refund-by-hand-done = Given back by check { $number } instead.

give-back-title = Give money back
give-back-amount = Amount to give back
give-back-most = At most { $amount }.
give-back-reason = Reason
give-back-note = Note
give-back-note-hint = Needed for “Another reason”. The patient does not see it.
give-back-second = Above { $limit } a second person has to agree before it goes.
give-back-alone = Up to { $limit } it needs no second person.
give-back-due-again = What it paid is due again, unless a credit covers it.
give-back-button = Give back
give-back-later = It can be given back once it has cleared.
give-back-never-paid = It was never paid, so there is nothing to give back.
give-back-taken = The bank took it back, so there is nothing left to give back.
give-back-none = All of it has gone back already.
goes-to-named = It goes back to { $card }.
goes-to-card = It goes back to the card it was paid with.
goes-to-bank = It goes back to the bank account it came from.
goes-to-cash = Hand out the cash now: this takes it off the drawer.
goes-to-check = Write a check for it: this takes it off the books.
goes-to-terminal = Refund it on the terminal as well: this takes it off the books.

## What a bank disputed

chargebacks-title = Disputed by the payer’s bank
chargeback-until = Answer in the Stripe dashboard by then:
chargeback-fee = Stripe’s fee of { $amount } is the practice’s cost. The patient is not asked for it.
chargeback-inquiry = question
chargeback-inquiry-what = The bank asks and has taken nothing. A good answer can keep it that way.
chargeback-needs-response = needs an answer
chargeback-needs-response-what = The bank has taken the money, and what it paid is due again.
chargeback-under-review = under review
chargeback-under-review-what = The bank has our answer. What the payment paid is due again until it decides.
chargeback-won = won
chargeback-won-what = The money is back, and everything is as it was.
chargeback-lost = lost
chargeback-lost-what = The payer keeps the money, and what it paid stays due.
chargeback-closed = closed
chargeback-closed-what = The question ended and nothing was taken.
dispute-bank_cannot_process = The payer’s bank could not process the debit.
dispute-check_returned = The check was returned.
dispute-credit_not_processed = The payer says that money they were promised back did not come.
dispute-customer_initiated = The payer asked their bank to take it back.
dispute-debit_not_authorized = The payer says that they did not allow this bank debit.
dispute-duplicate = The payer says that they were charged twice.
dispute-fraudulent = The payer says that somebody else used their card.
dispute-general = The bank gave no particular reason.
dispute-incorrect_account_details = The bank account’s number was not right.
dispute-insufficient_funds = There was not enough money in the bank account.
dispute-noncompliant = The card network says that a rule was not kept.
dispute-product_not_received = The payer says that they did not get what they paid for.
dispute-product_unacceptable = The payer says that it was not what they were told.
dispute-subscription_canceled = The payer says that they had canceled regular payments.
dispute-unrecognized = The payer does not recognize this payment on their statement.

## What waits

work-none = Nothing waits for you.
work-none-what = Every refund, dispute and difference is settled or on its way.
work-put-away = It is put away.
work-no-deadline = no deadline
work-since = since
work-open = Look at it
work-done = Done
work-note = Note (may stay empty)
work-put-away-button = Put it away
work-refund-approval = A refund of { $amount } waits for a second person
work-refund-approval-next = Look at it, and agree or decline.
work-refund-failed = A refund of { $amount } could not be delivered
work-refund-failed-next = Send it again, or give it back by check.
work-refund-unknown = Nobody knows yet if a refund of { $amount } left
work-refund-unknown-next = Look for it in the Stripe dashboard. Don’t send it a second time: we keep asking.
work-chargeback = A bank disputes a payment of { $amount }
work-chargeback-next = Send what shows that the payment was right, in the Stripe dashboard, before the deadline.
work-payment-unknown = Nobody knows yet if a payment of { $amount } was made
work-payment-unknown-next = Look for it in the Stripe dashboard. Don’t ask the patient to pay again: we keep asking.
work-difference = Stripe and the books differ
work-difference-next = Open the difference and choose what to do about it.
work-credit = A credit of { $amount } waits for a decision
work-credit-next = Ask the patient: keep it for the next bill, or give it back.
work-returned-mail = A letter came back
work-returned-mail-next = Find the right address, correct it in your system, and end the hold on the account.
work-refused-email = Email cannot be delivered
work-refused-email-next = Their mail server refuses it, so statements go out on paper instead. Ask for the right address, correct it in your system, and invite them again.
work-plan-look = A payment plan needs a look: { $amount } left
work-plan-look-next = Something was posted that the plan could not take over by itself. Nothing is charged until somebody looked. Compare the plan with the account, then let it go on or end it.
work-plan-exception = An offer beyond the policy waits for a second person: { $amount } due
work-plan-exception-next = A colleague asks for a longer or smaller payment plan for this account. Read the reason on the account page, and agree or refuse. Whoever asked cannot agree.
work-promise-broken = A promise to pay { $amount } was not kept
work-promise-broken-next = The day has passed and that much has not come. Call, and offer a payment plan or help with the bill.
work-link-locked = A pay link was locked
work-dispute = A patient disputes a bill or asks about one
work-dispute-next = Read what they say and answer in time. What they dispute is not asked for until you decide.
work-dispute-approval = A decision about { $amount } waits for a second person
work-dispute-approval-next = A colleague wants to take this off a bill, or send it back to insurance. Agree, or return it with a note. Whoever proposed it cannot agree.
work-untold = News about a bill reached nobody by email
work-untold-next = They disputed or asked, and no email address of theirs takes mail. Call them or send a letter, then put this away.
work-rebill = A claim goes to insurance again: { $amount }
work-rebill-next = A dispute was decided so. Correct the claim and send it, then put this away.
work-link-locked-next = Five wrong answers, or too many refused cards, locked it. Call and check who used it, and send a fresh one.

## Stripe beside the books

reconcile-off = Stripe is not set up, so there is nothing to compare with the books.
reconcile-now = Check now
reconcile-last = Last compared with Stripe:
reconcile-never = Not compared with Stripe yet.
reconcile-through = Stripe’s account up to
reconcile-movements = { $n } lines known
reconcile-ran-nothing = Stripe has nothing new.
reconcile-ran = New lines from Stripe: { $new }. Found although no message had told us: { $recovered }.
reconcile-no-answer = Stripe did not answer. Nothing has changed; please try again in a few minutes.
reconcile-resolved = It is resolved.
differences-title = Differences
differences-none = Stripe and the books agree.
differences-unknown = They are known after the first comparison.
difference-stripe = Stripe says
difference-books = The books say
difference-reference = Reference
difference-nothing = nothing
difference-charge-not-ours = Money that we did not ask for
difference-charge-not-ours-what = Stripe collected money that belongs to no payment on the books.
difference-refund-not-ours = A refund made outside
difference-refund-not-ours-what = Somebody gave money back in the Stripe dashboard, and the books do not know it.
difference-amount = Two amounts for one thing
difference-amount-what = Stripe and the books hold the same payment or refund at different amounts.
difference-not-at-stripe = A payment that Stripe does not have
difference-not-at-stripe-what = The books say that it was paid, and Stripe never collected it.
difference-refund-not-at-stripe = A refund that Stripe does not have
difference-refund-not-at-stripe-what = The books say that it went back, and Stripe never sent it.
difference-payout = A payout that does not add up
difference-payout-what = Its parts come to another sum than what Stripe paid out.
difference-unassigned = A line that nobody claims
difference-unassigned-what = Stripe booked a fee or a correction that belongs to nothing we know.
action-book-unidentified = Book it, owner unknown
action-book-unidentified-what = The money enters the books and waits there until somebody finds whose it is.
action-adopt-refund = Take the refund over
action-adopt-refund-what = It enters the books as if it had been made here, and the patient sees it.
action-correct-amount = Use Stripe’s amount
action-correct-amount-what = The books follow what Stripe really moved.
action-take-back = Take it off the books
action-take-back-what = The books go back to where they were before it. The mistake stays readable.
action-ask-again = Ask Stripe again
action-ask-again-what = Nothing changes before Stripe answers. Stripe’s account can lag a few minutes.
action-book-fee = Book it as a fee
action-book-fee-what = It becomes the practice’s cost.
payouts-title = Payouts to the bank
payouts-none = No payouts yet.
payout-date = Arrives
payout-payments = Payments
payout-refunds = Refunds
payout-chargebacks = Disputes
payout-fees = Fees
payout-other = Other
payout-amount = Payout
payout-agrees = Adds up
payout-yes = yes
payout-no = no
payout-no-parts = parts not told
payout-paid = arrived
payout-failed = came back

## A day's close

close-before = Day before
close-after = Next day
close-days = Days
close-today = today
close-by-method = By method
close-payments = Payments
close-taken = Taken
close-refunds = Given back
close-chargebacks = Disputed
close-net = Together
close-total = The day together
close-fees = Stripe’s fees of that day, not part of it
close-csv = Download as CSV
close-items = Taken at the desk
close-items-none = Nothing was taken at the desk.
close-payouts = Payouts that arrived that day
close-payouts-none = None.
close-count = Count and close
close-expected-cash = Cash that should be there
close-expected-checks = Checks that should be there
close-counted-cash = Cash counted
close-counted-checks = Checks counted
close-note = Note
close-button = Close the day
close-button-again = Close the day again
close-by = Closed by { $name }
close-agrees = agrees
close-over = { $amount } over
close-short = { $amount } short
close-counted = Counted: { $cash } in cash, { $checks } in checks.
close-changed = Money of this day has changed since. Please count and close again.

seen-title = Who sees this account
seen-people = Whose care the guarantor sees
seen-guarantor = The guarantor sees
seen-is-guarantor = Everything: it is the guarantor
seen-always = Care and amounts
seen-consent = Care and amounts: they agreed
seen-consent-until = Care and amounts: they agreed, until { $date }
seen-amounts = Amounts only: they have come of age
seen-withdraw = Record that they took it back
seen-helpers = Who helps the guarantor
seen-helper = Helper
seen-what = They see
seen-care = Care and amounts
account-consent-recorded = Recorded. The guarantor now sees what their care was.
account-sight-ended = Done. It is no longer shown.
consent-what = A patient who has come of age decides alone who sees what their care was. Record here that they agreed to the guarantor seeing it.
consent-patient = Who agreed
consent-how = How they agreed
consent-how-hint = For example: signed form of today, on file.
consent-button = Record the consent
