### What every page says around its own words.

product = Patient billing
product-description = See what you owe, why, and pay it safely.
skip = Skip to the main part
demo-label = Demo
demo-strip = Demo: no real money and no real people.
menu = Menu
menu-home = What I owe
menu-payments = My payments
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

way-wrong = Something looks wrong
way-afford = I can’t afford this right now

state-on-its-way = on its way
state-checking = checking
state-not-paid = not paid
