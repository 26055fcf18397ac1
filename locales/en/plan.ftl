### A payment plan as the patient who pays it sees it.

myplans-title = Payment plans
myplans-none = You have no payment plan.
myplans-start = Set up a payment plan
myplans-over = Finished and ended
myplans-finish = Finish setting it up
myplans-see = See the plan
myplans-look = See it
myplans-elsewhere = { $n ->
    [one] 1 payment plan, { $left } left to pay.
   *[other] { $n } payment plans, { $left } left to pay.
}

myplan-title = Payment plan
myplan-back = Back to the plan
myplan-next = Next payment, { $date }
myplan-due-now = Due now on your plan
myplan-pay = Pay { $amount } now
myplan-pay-early = Pay early or more
myplan-pay-other = Pay it myself now
myplan-see-due = See what is due

myplan-is-proposed = not set up yet
myplan-is-on-track = on track
myplan-is-due = due
myplan-is-declined = did not go through
myplan-is-behind = did not reach us
myplan-is-paused = paused
myplan-is-over-cap = asks first
myplan-is-no-method = needs a card or account
myplan-is-look = we are looking at it
myplan-is-broken = has stopped
myplan-is-finished = all paid
myplan-is-ended = ended

myplan-head-proposed = Not set up yet
myplan-head-paused = Your plan is paused
myplan-head-broken = There is a way back
myplan-head-finished = All paid
myplan-head-lapsed = This plan never started
myplan-head-ended = This plan has ended

myplan-says-proposed = You signed, and one step is left: say how you pay. Nothing is taken, and nothing changes, until you do.
myplan-says-taken = We take it from { $method } on that day. You do not have to do anything.
myplan-says-taken-other = It is taken automatically on that day. You do not have to do anything.
myplan-says-by-hand = You pay it yourself, on that day or before.
myplan-says-due = It was due { $due }. You have until { $until }.
myplan-says-retry = Your bank did not let it through, and nothing was taken. We try once more on { $date }, or you pay it now.
myplan-says-behind = The payment of { $due } has not reached us. Pay it now, and your plan is back on track.
myplan-says-paused = You paused it. Nothing is taken and nothing is late. The dates move on when you go on.
myplan-says-paused-help = Your request for financial help is being looked at. Nothing is asked for until that is decided.
myplan-says-paused-dispute = All that is left is in question. Nothing is asked for until that is settled.
myplan-says-paused-bank = Your bank took a payment back. Nothing is taken until that is settled. Questions? Call
myplan-says-paused-staff = We paused it for you. Nothing is taken and nothing is late. To go on, call
myplan-says-over-cap = You agreed that we take at most { $cap } at once. This is more, so we took nothing. You decide.
myplan-says-confirm = Your bank wants you to confirm this payment yourself. Pay it here, and the bank asks you.
myplan-says-no-method = Your payments need another card or bank account. Nothing is taken until you choose.
myplan-says-declined = Your bank said no, and we do not try again. Nothing was taken. You can pay it here another way.
myplan-says-look = Something does not fit, and a person here is looking at it. Nothing is taken meanwhile. Questions? Call
myplan-says-broken = Payments did not reach us, so your plan has stopped. One press brings it back, and moves what was missed to the end.
myplan-says-finished = You have paid { $amount }. Thank you. No further payment is taken.
myplan-says-ended = What was left is an ordinary balance again. Nothing is taken automatically.
myplan-says-lapsed = What you owe changed before it began, so it was dropped. Nothing was taken.
myplan-says-party = Somebody else answers for these bills now. Nothing more is taken from you.
myplan-says-left = The practice no longer uses these pages. Nothing more is taken.

myplan-finish = Keep a card or bank account
myplan-do-self = I will pay each one myself
myplan-do-drop = I do not want this plan
myplan-do-resume = Go on with my plan
myplan-do-cure = Bring my plan back
myplan-do-limit = Allow { $amount } at once

myplan-on-its-way = { $amount } is on its way from your bank.
myplan-on-its-way-what = It counts when it arrives, which takes a few days. It is not asked for again.
myplan-held = { $amount } is in question.
myplan-held-what = It is not asked for until that is settled.
myplan-may-join = { $amount } is due beside your plan.
myplan-may-join-what = You can pay it, or add it to this plan.
myplan-join-link = See what adding it would do
myplan-interest = { $amount } of that is interest. Pay early, and you owe less of it.
myplan-down = Your down payment of { $amount } is still to be paid.
myplan-down-what = Your plan runs all the same. Please pay it when you can.
myplan-outside = { $amount } of these visits is not in the plan.
myplan-outside-what = You owe it beside the plan.
myplan-outside-link = See what is due

myplan-so-far = { $paid } of { $total } paid
myplan-left = { $n ->
    [one] { $amount } left, in 1 payment.
   *[other] { $amount } left, in { $n } payments.
}
myplan-schedule = Your payments
myplan-dates-paused = These dates move on when you go on.
myplan-one-paid = paid
myplan-one-extra = paid extra
myplan-one-missed = not received
myplan-one-part = { $left } left
myplan-one-due = due
myplan-now = Now
myplan-then = After this
myplan-none-left = Nothing is left to pay.

myplan-how = How you pay
myplan-by-hand = You make each payment yourself. We write to you three days before.
myplan-no-method = Automatic, once you have chosen a card or bank account.
myplan-taken = Taken automatically from { $method }.
myplan-cap = Never more than { $cap } at once, and we write to you three days before.
myplan-method-first = Pay automatically instead
myplan-method-another = Use another card or bank account
myplan-tries = What your bank did not let through
myplan-try-confirm = it wanted you to confirm.
myplan-try-money = there was not enough money, or a limit was reached.
myplan-try-later = the bank could not be reached.
myplan-try-expired = the card or account no longer works.
myplan-try-no = the bank gave no reason.
myplan-try-again = We try again on { $date }.

myplan-changes = Change your plan
myplan-changes-what = You see what it does before anything changes.
myplan-wish-days = Change the days
myplan-wish-skip = Skip the next payment
myplan-wish-pause = Pause the plan
myplan-wish-stop = Stop automatic payments
myplan-wish-remove = Remove the card or account
myplan-wish-limit = Allow more at once
myplan-wish-cancel = End the plan

myplan-days-head = Change the days?
myplan-days-what = The amounts stay. Only the days change.
myplan-days-do = Change the days
myplan-days-ask = On which days suits you? The first can be { $date } or later.
myplan-days-look = See the new dates
myplan-rhythm = How often
myplan-rhythm-monthly = Once a month
myplan-rhythm-two-weeks = Every two weeks
myplan-rhythm-twice = On the 1st and the 15th
myplan-day = Day of the month
myplan-day-hint = For once a month, 1 to 31. In a shorter month it is the last day.
myplan-first = Next payment on
myplan-first-hint = Leave it empty for the first day that fits.
myplan-skip-head = Skip the next payment?
myplan-skip-what = It and all after it come one date later. Nothing gets larger.
myplan-skip-do = Skip it
myplan-pause-head = Pause the plan?
myplan-pause-what = From now on nothing is taken and nothing is late, until you go on. You can still pay when you like.
myplan-pause-do = Pause it now
myplan-resume-head = Go on with your plan?
myplan-resume-what = The amounts stay. The dates that have passed move on.
myplan-stop-head = Pay each one yourself?
myplan-stop-what = From now on nothing is taken automatically, and we forget { $method }. We write to you before each payment.
myplan-stop-do = I will pay each one myself
myplan-remove-head = Remove { $method }?
myplan-remove-what = We forget it now. Automatic payments wait until you choose another card or bank account.
myplan-remove-do = Remove it now
myplan-limit-head = Allow { $amount } at once?
myplan-limit-what = From now on we may take up to { $amount } at once for this plan, and never more. We take what is due now, and write to you before each payment.
myplan-limit-do = Allow up to { $amount }
myplan-limit-words = I agree that up to { $amount } at once is taken automatically for this payment plan, on the days of its schedule. I can stop this at any time.
myplan-cure-head = Bring your plan back?
myplan-cure-what = What was missed moves to the end.
myplan-cancel-head = End the plan?
myplan-cancel-what = Then { $amount } is an ordinary balance again, and due now. Nothing more is taken automatically.
myplan-cancel-do = End the plan
myplan-keep = Keep it as it is
myplan-your-method = your card or account
myplan-worse = This asks more of you than what you agreed to. It happens only if you agree.
myplan-worse-larger = The largest payment would be { $now } instead of { $before }.
myplan-worse-sooner = By { $date } it would be { $now } instead of { $before }.
myplan-worse-costlier = In all it would be { $now } instead of { $before }.
myplan-agree = I have seen the new dates and amounts, and agree to them

myplan-not-behind = A payment did not reach us. Once it is paid, you can do this.
myplan-not-paused = Your plan is paused. Go on with it first.
myplan-not-broken = Your plan has stopped. Bring it back first.
myplan-not-skip = You have skipped one already. You can skip another from { $date } on. Pausing the plan works at any time.
myplan-not-skip-ever = This plan does not let payments be skipped. Pausing it works at any time.
myplan-not-now = This does not fit how your plan stands now. Its page says what can be done.
myplan-not-over = This plan is over.

myplan-pay-title = Pay on your plan
myplan-pay-nothing = There is nothing to pay now.
myplan-pay-due = What is due now
myplan-pay-next = The payment of { $date }
myplan-pay-rest = All that is left
myplan-pay-off = All that is left
myplan-pay-extra = Another amount
myplan-pay-taken = A payment you make now is not taken again on its day.
myplan-pay-go = Go on to pay
myplan-extra = Amount
myplan-extra-hint = Up to { $most }. You then choose what becomes of the rest.
myplan-extra-head = You pay { $amount }
myplan-extra-what = What should become of the rest?
myplan-extra-fewer = Fewer payments
myplan-extra-fewer-do = Pay, and be done sooner
myplan-extra-smaller = Smaller payments
myplan-extra-smaller-do = Pay, and pay less each time
myplan-extra-last = The last one is on { $date }.

myplan-join-title = Add to your plan
myplan-join-none = Nothing is due beside your plan.
myplan-join-what = What is due can become part of your plan. Payments stay as large as you agreed, and there are more of them.
myplan-join-which = What should join?
myplan-join-raised = Your insurance raised your share of visits in the plan by { $amount }. It joins as well.
myplan-join-look = See what it does
myplan-join-does = With { $amount } more, your plan would be
myplan-join-above = A payment would be more than the { $cap } you let us take at once. We ask you before we take it.
myplan-join-words = I agree that { $amount } is added to my payment plan, and to the dates and amounts shown above.
myplan-join-do = Add { $amount } to my plan

myplan-reg-title = What federal law wants you to see
myplan-reg-apr = Annual percentage rate
myplan-reg-charge = Finance charge
myplan-reg-financed = Amount financed
myplan-reg-total = Total of payments
myplan-reg-payments = { $n ->
    [one] 1 payment of { $amount }, on { $date }
   *[other] { $n } payments of { $amount }, from { $date }
}
myplan-reg-what = Nothing is charged for paying early. No security is taken.

myplan-told-signed = Your plan is set up. We have sent you a copy of what you agreed to.
myplan-told-changed = Done. This is your plan now.
myplan-told-method = Done. We keep it for this plan and nothing else.
myplan-told-joined = Done. It is part of your plan now.
myplan-told-ended = Done. The plan has ended.

myplan-happened = What has happened
myplan-happened-all = Everything that has happened
myplan-by-practice = by the practice
myplan-redrawn = Dates and amounts before and after
myplan-ev-signed = The plan began
myplan-ev-paid = You paid { $amount }
myplan-ev-paid-twice = You paid { $amount } twice; it counts ahead
myplan-ev-extra-fewer = You paid { $amount }, more than was due; fewer payments are left
myplan-ev-extra-smaller = You paid { $amount }, more than was due; the rest got smaller
myplan-ev-paid-off = You paid all that was left, { $amount }
myplan-ev-missed = The payment of { $date } did not reach us
myplan-ev-declined = Your bank did not let the payment of { $date } through
myplan-ev-method = You chose another card or bank account
myplan-ev-method-gone = The card or bank account was removed
myplan-ev-autopay = You agreed to automatic payments of up to { $amount }
myplan-ev-autopay-off = Automatic payments stopped
myplan-ev-joined = { $amount } was added to the plan
myplan-ev-lowered = What you owe fell by { $amount }; the last payments went first
myplan-ev-raised = Your insurance raised what you owe by { $amount }; it is not in the plan
myplan-ev-forgiven = { $amount } was forgiven
myplan-ev-refunded = { $amount } went back to you and is owed again, at the end
myplan-ev-charged-back = Your bank took { $amount } back; it is owed again, at the end
myplan-ev-won = Your bank gave { $amount } back to the practice
myplan-ev-disputed = { $amount } is in question and not asked for
myplan-ev-settled = What was in question is settled
myplan-ev-paused = You paused the plan
myplan-ev-paused-other = The plan was paused
myplan-ev-resumed = The plan went on
myplan-ev-skipped = One payment was skipped
myplan-ev-reaged = What was overdue moved to the end
myplan-ev-moved = The days changed
myplan-ev-broken = The plan stopped
myplan-ev-cured = The plan was brought back; what was missed moved to the end
myplan-ev-transferred = Somebody else answers for it now
myplan-ev-merged = The practice became part of another
myplan-ev-left = The practice left these pages
myplan-ev-ended = The plan ended

myplan-papers = To keep
myplan-signed-on = You agreed to it on { $date }.
myplan-agreement = What you agreed to (PDF)
myplan-dates = The dates for your calendar

myplan-paper-total = In all
myplan-paper-title = What you agreed to
myplan-paper-agreement = Payment plan
myplan-paper-autopay = Automatic payments
myplan-paper-joined = Added to the plan
myplan-paper-signed = Agreed to by { $name } on { $date } at { $time }.
myplan-paper-cap = At most { $cap } is taken at once.
myplan-paper-mark = Terms { $version }. Kept under the mark { $mark }, which changes when a single letter does.

## On other pages

home-plan-next = Your next plan payment is { $amount }, on { $date }.
home-plan-rests = Your payment plan says how it stands.
standing-plan = in your payment plan
visit-planned = Your payment plan takes care of { $amount } of it.
statement-in-plan = Your payment plan takes care of { $amount } of this.
statement-in-plan-what = It is not asked for here. The plan says what comes when.
household-plan = { $amount } more is due on a payment plan.

error-plan-first = Please choose a day that fits, from that date on.
error-plan-least = Please enter at least $1.00.
error-plan-month-day = Please enter a day of the month, from 1 to 31.
error-plan-most = This is more than is left on your plan.
error-plan-rhythm = Please choose how often.
