### Everything that happened, and a year of it for taxes.

history-title = History
history-none = Nothing has happened here yet.
history-none-such = There is nothing like this.
history-what = What
history-all = Everything
history-statements = Statements
history-payments = Payments
history-refunds = Money sent back
history-insurance = Visits and insurance
history-who = For whom
history-everybody = Everybody
history-every-year = Every year
history-show = Show
history-search = Search for a visit or a number
history-search-button = Search
history-found = Found for “{ $words }”.
history-clear = Show everything again
history-more = There is more. Choose a year to see it.
history-pdf = Open as PDF
history-csv = Download as CSV
history-taxes = Year-end summary for taxes, HSA and FSA
history-taxes-what = What you paid for care in a year, with dates, provider and service, fit for your records.

history-statement = A statement was sent
history-payment = Your payment
history-refund-failed = Money could not be sent back
history-given-back = Your bank gave a payment back to us
history-adjusted = Taken off the bill
history-adjusted-undone = Put back on the bill
history-charge-undone = A charge was taken back
history-credit-applied = Your credit was used
history-plan-cost = Interest or fee of your plan

year-title = Paid for care in { $year }
year-none = You paid nothing here in { $year }.
year-paid = What you paid, visit by visit
year-care = Care
year-care-on = Care on { $date }
year-paid-on = Paid on { $date }
year-back-on = Sent back to you on { $date }
year-total = Together
year-by-patient = For each person
year-what = Only money that arrived in this year is here, less what was sent back. What insurance paid is not. What you can deduct, a tax adviser can tell you.
