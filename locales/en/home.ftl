### What I owe.

home-title = What I owe
home-owe-other = To pay, after insurance
home-owe = You owe, after insurance
home-visits = { $n ->
    [one] 1 visit
   *[other] { $n } visits
}
home-by = please pay by { $date }
home-pay = Pay { $amount }
home-too-small = Cards can’t carry less than $0.50. You can pay this together with your next visit, or by phone.
home-pay-open = You started a payment and did not finish it. You can start again: the new one takes its place, so you are not charged twice.

home-first = Welcome, { $name }.
home-first-what = There is nothing here yet. When your practice sends a bill, you will see it here with every step explained.
home-nothing = You owe nothing, { $name }.
home-nothing-what = Everything is settled. Thank you.
home-nothing-yet = Nothing to pay now.
home-nothing-yet-what = Your insurance still has part of your bill. Please don’t pay it yet.
home-nothing-more = Nothing more to pay now.
home-nothing-more-what = Your payment is on its way.

home-credit = You have a credit of { $amount }.
home-credit-why = You paid more than your share.
home-credit-apply = It pays your next bill by itself. If you would rather have it back, just ask.
home-credit-refund = We send it back to you by { $date }, unless it can pay something you owe before then.
home-credit-refund-only = We send it back to you by { $date }.
home-credit-ask = Your practice can use it for your next bill or send it back to you. Just ask.
home-taken-back = Your bank took back your payment of { $amount } from { $date }, so it is due again.
home-returned = Your bank did not let your payment of { $amount } from { $date } through, so it is due again.
home-taken-back-what = If you did not ask for this, call us
home-returned-what = If you are not sure why, call us

home-not-yet = Not yours yet
home-with = { $amount } is with { $payer }.
home-with-since = Nothing to pay. They have had it since { $date }. This page changes when they decide.
home-with-what = Nothing to pay. This page changes when they decide.
home-with-visit = See the visit
home-refused = { $payer } has not paid { $amount }.
home-refused-what = Nothing to pay. Your practice is looking into it.

home-on-the-way = On its way
home-bank = { $amount } is coming from your bank.
home-bank-what = You sent it on { $date }. Bank payments take a few days. There is nothing more to do.
home-checking = We are checking on your payment of { $amount }.
home-checking-what = We are waiting for the bank’s answer. You will not be charged twice.

home-what-for = What it is for
home-see = See every step
home-visits-other = Other visits
home-visits-all = Your visits
home-more-visits = { $n ->
    [one] Show 1 more visit
   *[other] Show { $n } more visits
}
standing-with = with { $payer }
standing-refused = being looked into
standing-credit = credit { $amount }
standing-settled = settled

home-lately = Lately
lately-you-paid = You paid
lately-sent-back = We sent money back
lately-taken-back = Your bank took a payment back
lately-insurer-paid = { $payer } paid
lately-insurer-took = { $payer } took money back
lately-charged = A visit was billed
lately-receipt = receipt
lately-visit = see the visit

home-household = Your household
home-household-who = You pay the bills of { $names }.

## The bar

part-discount = Discount
part-other = Other reduction
part-insurer = { $payer } paid
part-waiting = With { $payer }
part-refused = Not paid by { $payer }
part-paid = Paid
part-yours = Yours
part-left = Left for you

## Why it is mine

why-all-deductible = All of it counts toward { $whose ->
    [self] your
   *[other] { $name }’s
} yearly deductible.
why-all-coinsurance = It is { $whose ->
    [self] your
   *[other] { $name }’s
} part of the cost after insurance (coinsurance).
why-all-copay = It is the fixed amount { $whose ->
    [self] your
   *[other] { $name }’s
} plan asks for each visit (co-pay).
why-all-not-covered = { $whose ->
    [self] Your
   *[other] { $name }’s
} plan does not pay for it.
why-all-self-pay = We have no insurance on file for this visit.
why-together = { $parts }.
why-part-deductible = { $amount } of the yearly deductible
why-part-coinsurance = { $amount } as your part of the rest
why-part-copay = { $amount } co-pay for the visit
why-part-not-covered = { $amount } that the plan does not pay for
why-part-self-pay = { $amount } without insurance

merged-what = { $before } is part of { $into } since { $date }. Your bills, payments and plans go on here as they were.

left-title = { $practice } takes no more payments here
left-what = Nothing is asked for or taken here since { $date }. You can still read your bills and receipts.
left-where = Please pay here instead:
