### The statement on paper. `share-*` and `carc-*` come from visit.ftl and codes.ftl.

paper-title = Your statement
paper-file-title = Statement { $number } from { $practice }
paper-batch-title = Statements to print
paper-account = Account
paper-number = Statement
paper-issued = Date
paper-pay-by = Please pay by
paper-page = Page { $page } of { $pages }
paper-footer = { $practice } · Statement { $number } · Account { $account }

## What is due

paper-owe = You owe
paper-owe-after = You owe, after insurance
paper-visits = { $n ->
    [one] For 1 visit. The next page explains it.
   *[other] For { $n } visits. The next pages explain them.
}
paper-by = Please pay by { $date }.
paper-nothing = Nothing to pay
paper-nothing-settled = Everything is settled. Thank you.
paper-nothing-waiting = Your insurance still has part of your bill. Please don’t pay it yet.
paper-nothing-on-its-way = Your payment is on its way. There is nothing more to do.
paper-nothing-keep = Please keep this page for your records.

paper-corrects = This takes the place of statement { $number }.
paper-corrects-what = Please use this statement and set the other one aside.
paper-first = This is your first statement from us.
paper-first-what = It shows, step by step, how each amount came about. If anything is not clear, please ask.
paper-credit = You have a credit of { $amount }.
paper-credit-what = You paid more than your part. We can use it for your next bill or send it back to you. Just ask.
paper-on-its-way = { $amount } is on its way from your bank.
paper-on-its-way-what = It is counted already. No need to send it again.

paper-since = What changed since { $date }
paper-since-before = On statement { $number }
paper-since-yours = Became your part
paper-since-no-longer = No longer your part
paper-since-paid = You paid
paper-since-sent-back = Went back to you
paper-balance = Balance
paper-closing-on-its-way = On its way from your bank
paper-closing-credit = Your credit, kept for later
paper-closing-due = You owe now

## Ways to pay, and ways out

paper-pay = Pay
paper-pay-online = Pay online
paper-pay-online-what = Scan the code, or go to
paper-pay-online-scan = Scan the code to pay without signing in. Or go to
paper-pay-online-code = A code for your phone’s camera. It opens the payment page at { $address }.
paper-pay-online-held = A code for your phone’s camera. It opens this bill after one question.
paper-pay-online-link = Open the payment page
paper-pay-too-small = Cards can’t carry less than $0.50. You can pay this by phone or together with your next visit.
paper-pay-by-code = Online, with the code above.
paper-pay-phone = By phone, call { $phone }.
paper-pay-phone-hours = By phone, call { $phone }, { $hours }.
paper-pay-mail = By mail, send a check with the slip below.
paper-plan = Pay over time
paper-plan-ask = You may be able to pay in parts, month by month. Please ask us.
paper-wrong = Something looks wrong?
paper-wrong-what = Bills do have mistakes, and asking is right. Tell us the visit and the line.
paper-wrong-call = Call { $phone }, or write to us.
paper-afford = Can’t afford this?
paper-afford-what = You are not alone. Ask us early about help with the cost and about more time.
paper-assistance = You may get care free or for less under our financial assistance policy. The policy, a summary and the form: { $url }
paper-assistance-call = You may get care free or for less under our financial assistance policy. The policy, a summary and the form: { $url }, or call { $phone }.
paper-language = We can explain this in your language, in large print or another form you can use, free of charge. Just ask.
paper-language-call = We can explain this in your language, in large print or another form you can use, free of charge. Call { $phone }.
paper-language-other = Podemos explicarle esto en español, sin costo. Solo pida ayuda.
paper-language-other-call = Podemos explicarle esto en español, sin costo. Llame al { $phone }.
paper-languages = Help in these languages is free: { $url }
paper-estimate = If you have no insurance or did not use it, you can ask for a good faith estimate before care. If this bill is { $amount } or more above our estimate, you can dispute it within { $days } days of the date of your first bill: www.cms.gov/nosurprises or 1-800-985-3059.

## Visits

paper-glance = What it is for
paper-visit = Visit
paper-not-yours = Not your part
paper-together = Together
paper-visit-with = { $title } with { $provider }
paper-for = for { $name }
paper-covered = covered by { $payer }
paper-amount = Amount
paper-charged = Charged
paper-discount = Insurer’s discount
paper-other = Other reduction
paper-insurers = Insurance paid
paper-waiting = With insurance, not due
paper-refused = Being looked into, not due
paper-not-due = Not due yet
paper-share = Your part
paper-plan-cost = Interest and fees of your plan
paper-forgiven = Forgiven by the practice
paper-paid-before = Paid before it was yours
paper-paid = You paid
paper-sent-back = Went back to you
paper-due = You owe
paper-visit-credit = Your credit

paper-why = Why { $amount } is your part
paper-why-code = Insurer’s reason: { $code }
paper-why-none = Nothing of this visit is yours to pay.
paper-lines = Line by line: { $visit }
paper-line = Service
paper-line-whole = The visit as a whole

## Not yours yet

paper-not-yet = Not yours yet
paper-not-yet-what = Nothing of this is due, and none of it is in the amount you owe. Please don’t pay it.
paper-where = Where it is
paper-with = With { $payer }. They have not decided yet.
paper-with-insurance = With your insurance. They have not decided yet.
paper-looked-into = { $payer } did not pay it. We are looking into it.
paper-looked-into-insurance = Your insurance did not pay it. We are looking into it.

## The slip

paper-slip = Please send this part with your check
paper-slip-name = Name
paper-slip-due = Amount due
paper-slip-enclosed = Amount enclosed
paper-slip-payable = Make your check payable to { $practice } and write your account number on it.

## Records: history, and a year for taxes

paper-record-footer = { $practice } · { $title } · Account { $account }
paper-record-name = For
paper-record-date = Date
paper-record-what = What happened
paper-record-about = About
paper-record-care = Care on
paper-record-service = Service
paper-record-for = Patient
paper-record-paid = Paid on
paper-record-back = { $date }, sent back

paper-nothing-plan = Your payment plan takes care of it. There is nothing to pay here.
paper-in-plan = { $amount } is in your payment plan.
paper-in-plan-what = It is not asked for here. The plan says what comes when.
paper-closing-plan = In your payment plan
paper-aside = { $amount } is set aside while we look at what you told us.
paper-aside-what = It is not asked for here. You see where it stands when you sign in.
paper-closing-aside = Set aside while we look
paper-nothing-aside = All of it is set aside while we look at what you told us.
