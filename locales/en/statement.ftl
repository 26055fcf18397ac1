### Statements: the list, going without paper, and one statement. What a statement says
### here, its PDF says in the same words.

statements-title = Statements
statements-none = There is no statement yet. When one is ready, you will find it here.
statements-settled = settled
statements-replaced = replaced
statements-corrected-by = Statement { $number } takes its place.

## Without paper

paperless-title = Statements without paper
paperless-what = Your statements come on paper, and you can read them here too. If you like, we stop sending the paper. This is what it means:
paperless-covers = What you agree to.
paperless-covers-what = We show your statements on these pages only, for everyone whose bills you pay, and send you an email when one is ready. Nothing else changes: other letters still come on paper.
paperless-paper = Paper stays possible, and free.
paperless-paper-what = You can ask us for any statement on paper at any time. It costs nothing.
paperless-back = You can change your mind.
paperless-back-what = Press “Send me paper again” on this page, or call us. From then on statements come on paper again. It costs nothing and changes nothing else.
paperless-need = What you need.
paperless-need-what = A phone or computer with a web browser of the last few years, a program that opens PDF files, and email.
paperless-email = If your email changes.
paperless-email-what = Tell us, so that we write to the new one.
paperless-open = Open a statement as PDF to see that you can
paperless-can-open = I opened the PDF and could read it.
paperless-agree = I agree to get my statements on these pages, without paper.
paperless-button = Stop the paper
paperless-since = You have gone without paper since { $date }.
paperless-now = We send you an email when a statement is ready. You can ask us for any statement on paper at any time, for free.
paperless-withdraw = Send me paper again
paperless-withdraw-what = It costs nothing. You can still read everything here.
paperless-later = When your first statement is here, you can choose to get them without paper.

## One statement

statement-title = Your statement
statement-word = Statement
statement-owe = You owe
statement-asked = This statement asked for
statement-by = Please pay by { $date }.
statement-nothing = Nothing to pay
statement-nothing-on-its-way = Your payment is on its way. There is nothing more to do.
statement-settled = This is settled. Thank you.
statement-settled-what = Nothing of this statement is due any more. Below is what it said when we sent it.
statement-partly = Part of this is settled. Thank you.
statement-partly-what = Of this statement, { $amount } is still due. Below is what it said when we sent it.
statement-replaced = Please set this statement aside.
statement-replaced-by = We corrected it. This one takes its place:
statement-corrects = This takes the place of statement { $number }.
statement-corrects-what = Please use this statement and set the other one aside.
statement-first = This is your first statement from us.
statement-first-what = It shows, step by step, how each amount came about. If anything is not clear, please ask.
statement-credit-what = You paid more than your part. We can use it for your next bill or send it back to you. Just ask.
statement-on-its-way = { $amount } is on its way from your bank.
statement-on-its-way-what = We have counted it already. You do not need to send it again.

statement-since = What changed since { $date }
statement-since-before = Balance on statement { $number }
statement-since-yours = Became your part
statement-since-no-longer = No longer your part
statement-since-sent-back = Went back to you
statement-since-credit = Your credit, kept for later
statement-since-on-its-way = On its way from your bank
statement-since-due = You owe now

statement-settled-visits = { $n ->
    [one] 1 visit changed and leaves nothing to pay
   *[other] { $n } visits changed and leave nothing to pay
}
statement-more-lines = { $n ->
    [one] Show 1 more line
   *[other] Show { $n } more lines
}
statement-columns = { $title }: from what was charged to what you owe
statement-discount = Insurer’s discount
statement-with-insurance = With insurance, not due
statement-refused = Being looked into, not due
statement-share = Your part
statement-plan-cost = Interest and fees of your plan
statement-explain = Explain this
statement-line-none = Nothing of this line is yours to pay.

statement-not-yet-what = Nothing of this is due, and none of it is in the amount you owe. Please don’t pay it.
statement-with = With { $payer }. They have not decided yet.
statement-with-your = With your insurance. They have not decided yet.
statement-looked-into = { $payer } did not pay it. We are looking into it.
statement-looked-into-your = Your insurance did not pay it. We are looking into it.

statement-from = From
statement-to = For
statement-account = Account
statement-issued = Date
statement-due-on = Please pay by
statement-pdf = Open as PDF

statement-ways = What you can do
statement-questions = Questions?
statement-way-online = Pay online, by card or from your bank
statement-way-phone = By phone, call
statement-way-mail = By mail, send a check with your account number { $account } on it to:
statement-way-plan = Pay over time.
statement-way-plan-self = Set up a payment plan in a minute
statement-way-plan-what = You may be able to pay in parts, month by month. Please ask us.
statement-way-afford = Can’t afford this?
statement-way-afford-what = You are not alone. Ask us early about help with the cost and about more time.
statement-assistance = You may get care free or for less under our financial assistance policy. The policy, a summary and the form:
statement-way-wrong = Something looks wrong?
statement-way-wrong-what = Bills do have mistakes, and asking is right. Tell us the visit and the line.
statement-call = Call
statement-write = Or write to
statement-write-without = without details about your health.
statement-language-label = Help in your language
statement-language = We can explain this in your language, in large print or another form you can use, free of charge. Just ask.
statement-language-call = We can explain this in your language, in large print or another form you can use, free of charge. Call { $phone }.
statement-language-other = Podemos explicarle esto en español, sin costo. Solo pida ayuda.
statement-language-other-call = Podemos explicarle esto en español, sin costo. Llame al { $phone }.

statement-nothing-plan = Your payment plan takes care of it. There is nothing to pay here.
statement-plan-apart = { $amount } is in your payment plan.
statement-since-plan = In your payment plan
