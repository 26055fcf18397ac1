### What every page says around its own words.

product = Patient billing
product-description = See what you owe, why, and pay it safely.
skip = Skip to the main part
demo-label = Demo
demo-strip = Demo: no real money and no real people.
menu = Menu
menu-home = What I owe
menu-payments = My payments
menu-statements = Statements
menu-history = History
menu-household = Household
menu-help = Help
menu-settings = Settings
menu-sign-out = Sign out
back-home = What I owe
back-sign-in = Back to sign in
footer-questions = Questions about a bill? Talk to a person.

your-insurance = your insurance
for-you = for you
for-name = for { $name }
visit-with = { $title } with { $provider }

way-ask = Ask a question
way-wrong = Something looks wrong
way-afford = I can’t afford this right now

state-on-its-way = on its way
state-checking = checking
state-not-paid = not paid
state-sent-back = sent back
state-taken-back = taken back

method-cash-desk = Cash at the desk
method-check-desk = Check at the desk
method-terminal-desk = Card at the desk

back-sending = We are sending { $amount } back to { $to ->
    [card] your card
    [bank] your bank account
   *[desk] you
}.
back-checking = We are checking with the bank that { $amount } is on its way back to you. You do not have to do anything.
back-on-the-way = We sent { $amount } back to { $to ->
    [card] your card
    [bank] your bank account
   *[desk] you
} on { $date }. It can take 5 to 10 days to show.
back-done = { $to ->
    [card] { $amount } went back to your card on { $date }.
    [bank] { $amount } went back to your bank account on { $date }.
   *[desk] We gave you { $amount } back on { $date }.
}
back-failed = { $to ->
    [card] Your card could not take back { $amount }.
    [bank] Your bank account could not take back { $amount }.
   *[desk] We could not give you { $amount } back yet.
} It is still yours: we will send it another way.
back-taken = Your bank took back { $amount } of this payment, so it is due again. { $to ->
    [bank] If you are not sure why, call us.
   *[card] If you did not ask for this, call us.
}
