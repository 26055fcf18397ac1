### Pages for who came by a pay link.

guest-question-title = Your bill
guest-question-head = Let’s make sure it’s you
guest-question-lead = { $practice } sent you this link. Answer one question to see your bill.
guest-question-button = See my bill
guest-question-safe = If the bill is in somebody else’s name, give their date of birth. We never ask for your card number here.
guest-birth-date = Your date of birth
guest-last-name = Last name

guest-gone-title = This link is not open
guest-gone-head = This link is not open
guest-gone-lead = It may have been paid, replaced, or out of date. Nothing was charged. We can email you a fresh one.
guest-fresh = Email me a fresh link
guest-fresh-asked = If this link was yours and we have your email, a fresh one is on its way.
guest-sign-in = Sign in

guest-bill-title = Your bill
guest-part = Pay a part
guest-part-amount = How much would you like to pay now?
guest-part-button = Pay this amount
guest-settled = Nothing is due here
guest-settled-what = This bill is settled. You can close this page.
guest-not-paid = Nothing was paid. You can try again whenever you like.
guest-paid = You paid { $amount }
guest-on-the-way = { $amount } is on its way from your bank
guest-receipt = Receipt
guest-see = See
guest-account = Pay over time, or see everything
guest-account-what = With an account you see every bill explained, and you can set up payments over time.
guest-account-button = Email me an invitation
guest-account-mailed = It goes to the email address we have for you.
guest-account-register = Create an account
guest-account-have = Already have one?
guest-invited = If we have an email address for you, your invitation is on its way.
guest-leave = Close this bill
guest-back = Back to my bill

error-link-wrong = That does not match what we have. Please check it and try again.
error-link-most = That is more than this bill comes to. Please enter that much or less.
