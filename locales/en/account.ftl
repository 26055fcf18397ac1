### Getting in.

sign-in-title = Sign in
sign-in-head = Sign in to see your bill
sign-in-button = Sign in
sign-in-forgot = I forgot my password
sign-in-new = New here?
sign-in-new-what = Have your paper bill at hand. It takes two minutes.
sign-in-register = Create your account
sign-in-signed-out = You are signed out.
sign-in-password-changed = Your password is changed. Please sign in with the new one.
sign-in-expired = You were signed out to keep your bills private. Please sign in again.
sign-in-registered = Your account is ready. Please sign in.

field-email = Email
field-email-hint = You sign in with it. We send you receipts, never amounts.
field-password = Password
field-current-password = The password you have now
field-new-password = New password
field-choose-password = Choose a password
field-new-password-hint = 12 characters or more. A few words in a row work well.
field-practice = Your practice
field-practice-choose = Please choose
field-account = Account number
field-account-hint = It is at the top of your paper bill, such as A-20418.
field-birth-date = Patient’s date of birth
field-birth-date-hint = For example 7 19 1984.
field-month = Month
field-day = Day
field-year = Year
field-zip = ZIP code
field-zip-hint = Of the address the bill was sent to.

register-title = Create your account
register-head = Create your account
register-lead = To show your bill only to you, we ask for what is on it.
register-bill = Your bill
register-you = Your sign-in
register-button = Create account
register-have = You have an account already?

check-title = Please look at your email
check-register = If what you entered matches a bill, we have sent you an email. Open the link in it to go on.
check-forgot = If there is an account with this address, we have sent you an email. Open the link in it to choose a new password.
check-wait = It can take a few minutes. If nothing comes, look in the spam folder.

forgot-title = Choose a new password
forgot-lead = Tell us your email. We send you a link to choose a new password.
forgot-button = Send me the link

invitation-title = Welcome. Choose a password
invitation-lead = Your practice invited you to see and pay your bills online.
invitation-button = Open my account
confirm-title = Confirm your email
confirm-lead = One last step: press the button, and your account is ready.
confirm-button = Confirm my email
reset-title = Choose your new password
reset-lead = After this you sign in with the new password everywhere.
reset-button = Save the new password

bad-title = This link no longer works
bad-invitation = It was used already or is too old. You can create your account with your paper bill, or ask your practice for a new invitation.
bad-confirm = It was used already or is too old. If you have confirmed your email, just sign in.
bad-reset = It was used already or is too old. You can ask for a new one.
bad-reset-button = Send me a new link

settings-title = Settings
settings-email = You sign in with { $email }.
settings-language = Language
settings-language-what = For these pages and our emails
settings-language-button = Save language
settings-language-saved = Your language is saved.
settings-password = Password
settings-password-button = Change password
settings-password-saved = Your password is changed.
settings-everywhere = Sign out everywhere
settings-everywhere-what = If you lost a phone or used a computer that is not yours: this ends every sign-in, here too.
settings-everywhere-button = Sign out everywhere
bad-sharing = This invitation was used, taken back, or is too old. Whoever sent it can send another.
invitation-known = You sign in here already. Enter that password, and these bills are added to it.
