### Staff: statement runs, letters, the practice's rule, and the statements of an account.

staff-statements = Statements
staff-statement-title = Statement
staff-statement-what = What the patient reads. It is kept as it was issued.

runs-title = Runs
runs-preview = Preview a run
runs-none = No runs yet.
run-title = Statement run
run-made = Made
run-ready = To go out
run-ready-amount = Owed by these
run-issued = Issued
run-held = Kept back
run-preview = preview
run-released = going out
run-done = done
run-cancelled = given up
run-nothing = No account of this run is to get a statement.
run-kept-back = { $n ->
    [one] 1 account is kept back; the list says why.
   *[other] { $n } accounts are kept back; the list says why.
}
run-emails = { $n ->
    [one] 1 email
   *[other] { $n } emails
}
run-letters = { $n ->
    [one] 1 letter
   *[other] { $n } letters
}
run-will = { $n ->
    [one] Releasing this issues 1 statement, { $amount } owed: { $ways }.
   *[other] Releasing this issues { $n } statements, { $amount } owed: { $ways }.
}
run-will-what = Emails leave at once, letters after the days of waiting. Just before, each account is asked again if it is still due.
run-release = Release
run-cancel = Give up
run-given-up = This run was given up. Nothing of it went out.
run-so-far = { $n ->
    [one] 1 statement is issued.
   *[other] { $n } statements are issued.
}
run-left = { $n ->
    [one] 1 is left.
   *[other] { $n } are left.
}
run-accounts = Accounts of this run
run-empty = No account owes anything.
run-more = There are more accounts than are shown here. The figures count all of them.
run-fate = Statement
run-gets = gets one
run-got = issued
run-change = Change
run-leave-out = Leave out
run-take-in = Take in
whynot-nothing-due = nothing is due
whynot-too-little = less is due than the rule’s minimum
whynot-recent = one went out a short while ago
whynot-on-its-way = a bank payment that covers it is on its way
whynot-in-plan = a payment plan asks for all of it
whynot-held = the account is on hold
whynot-deceased = the guarantor has died
whynot-bad-address = mail came back, and there is no sign-in
whynot-left-out = left out by hand

letters-title = Letters
letters-what = A letter waits some days after the email. Who pays, asks or goes paperless meanwhile gets none.
letters-print = Print what waits
letters-waiting = Waiting
letters-saved = Saved
letters-batched = { $n ->
    [one] 1 letter is in the new batch.
   *[other] { $n } letters are in the new batch.
}
letters-none = No letter’s time has come.
batches-none = No batches yet.
batch-by = By
batch-letters = Letters
batch-print = To print
batch-vendor = For a mailing vendor
batch-pdf = PDF
batch-csv = Manifest (CSV)

policy-title = The rule
policy-saved = The rule is saved.
policy-cycle = When are runs made by themselves?
policy-by-hand = Never
policy-monthly = Once a month
policy-after-decision = After a decision
policy-day = Day of the month
policy-day-hint = 1 to 28.
policy-days-after = Days after the last decision
policy-minimum = Least amount
policy-minimum-hint = Who owes less gets no statement.
policy-due-days = Days to pay
policy-due-days-hint = From issue to due date.
policy-paper-days = Days that paper waits
policy-paper-days-hint = After the email.
policy-rest-days = Days of rest
policy-rest-days-hint = Between two statements.
policy-button = Save the rule

## On an account

account-statements = Statements
account-statements-none = No statements yet.
account-issue = Issue a statement now
account-statement = Number
account-statement-on = Issued
account-statement-by = Due
account-letter = Letter
account-corrects = takes the place of { $number }
account-correct = Correct it
account-returned = The letter came back
account-issued = A statement is issued.
account-not-issued = No statement is issued now: { $why }.
account-corrected = A new statement is issued, which takes the other one’s place.
account-letter-returned = Noted. The address is on hold until somebody ends it.
account-hold-added = Reminders and statements rest from now on.
account-hold-ended = Reminders and statements go on.
letter-none = none
letter-waits = waits
letter-sent = sent
letter-returned = came back

holds-title = Holds
hold-what = While a hold stands, no statement, letter or reminder leaves.
hold-reason = Why?
hold-reason-chargeback = a bank disputes a payment
hold-reason-deceased = The guarantor has died
hold-reason-bad_address = The address is wrong
hold-reason-dispute = They question the bill
hold-reason-assistance = They asked for help with the cost
hold-reason-other = Another reason
hold-add = Put on hold
hold-end = End this hold
hold-deceased = The guarantor has died, known since { $since }. Nothing is sent; write to the estate by hand.
hold-bad-address = Mail has come back from the address, known since { $since }. Only who signs in gets statements.
hold-dispute = They question the bill, since { $since }. Statements, reminders and collections rest.
hold-assistance = They asked for help with the cost on { $since }. Statements, reminders and collections rest.
hold-other = On hold since { $since }. Statements, reminders and collections rest.
