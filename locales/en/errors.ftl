### What is wrong, and what to do.

error-summary = Please look at this again
error-prefix = Error:

error-sign-in = Email or password is not right. Please try again.
error-email-missing = Please enter your email.
error-email-form = Please enter an email such as name@example.com.
error-password-missing = Please enter your password.
error-password-short = Please choose a password of 12 characters or more.
error-password-long = Please choose a password of at most 200 characters.
error-password-common = Many people use this password. Please choose another one.
error-current-password = This is not your password now. Please try again.
error-practice = Please choose your practice.
error-account-missing = Please enter the account number from your bill.
error-birth-date = Please enter a date of birth such as 7 19 1984.
error-zip = Please enter the five digits of your ZIP code.
error-no-match = This does not match a bill. Please compare it with your paper bill.
error-too-many = Too many tries. Please wait a few minutes.
error-language = Please choose a language.
error-expired = This page was open too long. Please send it again.
error-changed = What you owe has changed meanwhile. Please look at it again.
error-choice = Please choose how much to pay.
error-no-visit = Please choose a visit to pay for.
error-nothing-due = Nothing is due any more.
error-below-gateway = Cards can’t carry less than $0.50.
error-amount-missing = Please enter how much you want to pay.
error-amount-form = Please enter an amount such as 25 or 25.50.
error-amount-least = Please enter at least { $least }.
error-amount-most = Please enter at most { $most }, which is all you owe.
error-gateway = The payment page could not be reached. Nothing was charged. Please try again in a minute.
error-file-missing = Please choose a file.
error-file-large = This file is too large.
error-file-unknown = This is neither a practice export nor an 835.

oops-not-found = We can’t find this page
oops-not-found-what = Maybe the address is not complete, or the page belongs to somebody else.
oops-forbidden = This was not sent
oops-forbidden-what = For your safety we only take what you send from our own pages. Please go back and send it again.
oops-too-many = Please wait a moment
oops-too-many-what = There were too many tries in a short time. Please try again in a few minutes.
oops-gone = This page is gone
oops-gone-what = What was here is no longer needed.
oops-broken = Something broke on our side
oops-broken-what = It is not your fault. Please try again in a minute. If you were paying, look at “My payments” first.
oops-reference = If you call us, name this number:
