### Paying, and the proof of it.

pay-title = Pay
pay-head = Pay what you owe
pay-nothing = You owe nothing right now.
pay-too-small = You owe { $amount }.
pay-open = You started a payment of { $amount } and did not finish it. If you go on here, this one takes its place, so you are not charged twice.
pay-assurance = You enter your card on a secure page of Stripe, our payment service. We never see the number. You get a receipt right away.

picker-legend = How much would you like to pay now?
picker-all = All of it
picker-visits = Some visits
picker-amount = Another amount
picker-visits-legend = Which visits?
picker-amount-label = Amount in dollars
picker-amount-hint = From { $least } to { $most }. It pays the oldest visit first.
picker-amount-hint-one = From { $least } to { $most }.
picker-total = You will pay { $amount }
picker-part = { $amount } for { $visit }
picker-and = and
picker-left = { $amount } stays due
picker-submit = Continue to secure payment

cancelled-title = Payment stopped
cancelled-head = Nothing was charged
cancelled-what = You stopped before paying { $amount }. That is fine: nothing is lost.
cancelled-again = Try again: { $amount }
cancelled-back = Back to what I owe

checking-title = Checking your payment
checking-head = We are checking with the bank
checking-what = We do not know yet if your payment of { $amount } went through.
checking-bank = Your payment is on its way
checking-bank-what = { $amount } is coming from your bank. This takes a few days.
checking-once = You will not be charged twice. You can close this page.
checking-again = Look again

payments-title = My payments
payments-checking = We are checking with the bank. You will not be charged twice.
payments-none = You have not paid anything here yet.

receipt-title = Receipt
receipt-thanks = Thank you. You paid { $amount }.
receipt-mailed = We are sending a note to { $email } that your receipt is ready.
receipt-left = You still owe { $amount }.
receipt-left-nothing = You owe nothing more right now.
receipt-to = Paid to
receipt-from = Paid by
receipt-date = Date
receipt-method = Paid with
receipt-reference = Check or slip
receipt-number = Receipt number
receipt-parts = What it paid for
receipt-for = For
receipt-amount = Amount
receipt-credit = Kept as your credit
receipt-paid = Paid
receipt-print = For your records, print this page or save it as a PDF with your browser.
receipt-all = My payments
