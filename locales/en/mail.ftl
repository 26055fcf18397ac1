### Mail. No amounts, nothing about health.

mail-questions = Questions? Please call { $practice }.
mail-questions-phone = Questions? Call { $practice } at { $phone }. We never ask for your password or card number.

mail-receipt-subject = Your payment receipt is ready
mail-receipt-what = Thank you. { $practice } has received your payment, and the receipt is ready for you.
mail-receipt-button = See the receipt
mail-receipt-note = You sign in to see it.

mail-statement-subject = A statement from { $practice } is ready
mail-statement-what = A statement from { $practice } is ready for you.
mail-statement-button = See the statement
mail-statement-note = You sign in to see it.
mail-statement-pay = Pay without signing in

mail-refund-subject = About your payment: a refund is on its way
mail-refund-what = { $practice } is sending you money back. It can take 5 to 10 days to show with your bank.
mail-refund-button = See your payments
mail-refund-note = You sign in to see it. You do not have to do anything.

mail-refund-failed-subject = About your payment: please read this
mail-refund-failed-what = { $practice } could not send your refund the way you had paid. The money is still yours, and we will send it another way. Please call us, so that we know which way suits you.
mail-refund-failed-button = See your payments
mail-refund-failed-note = You sign in to see it.

mail-invitation-subject = { $practice } invites you to its billing pages
mail-invitation-what = { $practice } invites you to see your bills online, with every step explained, and to pay them safely.
mail-invitation-button = Open my account
mail-invitation-note = The link works once and for a few days. If you did not expect it, you can ignore this email.

mail-confirm-subject = Please confirm your email
mail-confirm-what = You created an account to see your bills from { $practice }. Please confirm that this is your email.
mail-confirm-button = Confirm my email
mail-confirm-note = The link works once and not for long. If this was not you, you can ignore this email.

mail-reset-subject = Choose a new password
mail-reset-what = You asked for a new password for your bills from { $practice }.
mail-reset-button = Choose a new password
mail-reset-note = The link works once and not for long. If this was not you, you can ignore this email: your password stays as it is.

mail-already-subject = You have an account already
mail-already-what = Somebody, probably you, tried to create an account with { $practice } and this email. There is one already. You can sign in, or choose a new password there.
mail-already-button = Sign in
mail-already-note = If this was not you, you can ignore this email.

mail-emergency-subject = Emergency access was taken
mail-emergency-what = Somebody took emergency access to records of { $practice }. It ends by itself within an hour. Please look at who it was, why, and what they opened.
mail-emergency-button = Look at it
mail-emergency-note = You get this because you are an administrator of the practice.

mail-second-on-subject = Your sign-in asks for a code now
mail-second-on-what = From now on you sign in to { $practice } with a code from your app as well as your password.
mail-second-on-button = See your second factor
mail-second-on-note = If this was not you, tell an administrator of your practice at once and choose a new password.

mail-second-off-subject = Your sign-in asks for no code any more
mail-second-off-what = The code besides your password was turned off for { $practice }, by you or by an administrator. The password alone opens your account.
mail-second-off-button = Set it up again
mail-second-off-note = If you know nothing of this, tell an administrator of your practice at once and choose a new password.

mail-passkey-added-subject = A passkey was added to your sign-in
mail-passkey-added-what = From now on a passkey opens your account with { $practice }, without your password. You added it on your own page.
mail-passkey-added-button = See your passkeys
mail-passkey-added-note = If this was not you, remove it there, choose a new password, and call { $practice } at once.

mail-passkey-removed-subject = A passkey of yours was removed
mail-passkey-removed-what = A passkey opens your account with { $practice } no longer. You removed it, an administrator did, or it looked as if it had been copied.
mail-passkey-removed-button = See your passkeys
mail-passkey-removed-note = If you know nothing of this, choose a new password and call { $practice } at once.

mail-sharing-subject = Somebody asks for your help with bills from { $practice }
mail-sharing-what = Somebody who gave us your email asks you to help with bills from { $practice }. Open the link to see who it is, and decide then.
mail-sharing-button = See who asks
mail-sharing-note = The link works once and for two weeks. If you do not want to help, you can ignore this email.

mail-sharing-accepted-subject = Your invitation was accepted
mail-sharing-accepted-what = Somebody you asked for help can now see your bills from { $practice }. You can see who, and end it at any time.
mail-sharing-accepted-button = See who sees my bills
mail-sharing-accepted-note = If you did not ask anybody, please end it there and call us.

mail-plan-signed-subject = A copy of what you agreed to
mail-plan-signed-what = Thank you. What you agreed to with { $practice } is set up. Your copy is ready to read, print or keep, and so are the dates.
mail-plan-signed-button = See my copy
mail-plan-signed-note = You sign in to see it. If you did not agree to anything, please call us.

mail-plan-coming-subject = A payment is coming up
mail-plan-coming-what = Your next payment to { $practice } is due in three days. You pay it yourself.
mail-plan-coming-button = See and pay
mail-plan-coming-note = You sign in to see it. If the day does not suit you, you can change it there.

mail-plan-coming-taken-subject = A payment is coming up
mail-plan-coming-taken-what = Your next payment to { $practice } is due in three days. We take it the way you chose. You do not have to do anything.
mail-plan-coming-taken-button = See the payment
mail-plan-coming-taken-note = You sign in to see it. You can change the day, or stop automatic payments, there.

mail-plan-missed-subject = A payment did not reach us
mail-plan-missed-what = A payment to { $practice } has not reached us. It happens. You can pay it now, or move it, in a minute.
mail-plan-missed-button = See what I can do
mail-plan-missed-note = You sign in to see it. If paying is hard right now, call us or ask for help there: we would rather know.

mail-plan-declined-subject = A payment did not go through
mail-plan-declined-what = Your bank did not let a payment to { $practice } through. Nothing was taken. The page says what happens next.
mail-plan-declined-button = See what happens next
mail-plan-declined-note = You sign in to see it. You can pay another way there, or change how you pay.

mail-plan-over-cap-subject = We ask before we take a payment
mail-plan-over-cap-what = The next payment to { $practice } would be more than you agreed we may take at once. So we took nothing. Please look, and say what suits you.
mail-plan-over-cap-button = Look and decide
mail-plan-over-cap-note = You sign in to see it.

mail-plan-method-subject = Please choose how you want to pay
mail-plan-method-what = Your payments to { $practice } need another card or bank account before the next one. Nothing is taken until you choose.
mail-plan-method-button = Choose how to pay
mail-plan-method-note = You sign in to see it. You can also pay each time yourself.

mail-plan-changed-subject = Your payment dates or amounts have changed
mail-plan-changed-what = Something about your payments to { $practice } has changed. The page shows what it was before, what it is now, and why.
mail-plan-changed-button = See what changed
mail-plan-changed-note = You sign in to see it. Nothing gets larger without your consent.

mail-plan-broken-subject = There is a way back
mail-plan-broken-what = What you agreed to with { $practice } has stopped, because payments did not reach us. One press brings it back, and moves what was missed to the end.
mail-plan-broken-button = Go on with it
mail-plan-broken-note = You sign in to see it. If the amount is too much, call us: there are other ways.

mail-plan-finished-subject = All paid. Thank you
mail-plan-finished-what = You have paid everything that you agreed to with { $practice }. Thank you.
mail-plan-finished-button = See it once more
mail-plan-finished-note = You sign in to see it. No further payment is taken.

outbox-title = Demo letter box
outbox-what = The demo sends no email. It puts it here.
outbox-none = No letters yet.
outbox-to = to { $to }

mail-pay-link-subject = Your fresh link from { $practice }
mail-pay-link-what = You asked { $practice } for a fresh link. It opens your bill after one question, without an account.
mail-pay-link-button = See my bill
mail-pay-link-note = If you did not ask for it, you can ignore this email. The link works for 30 days.

mail-bill-link-subject = Your bill from { $practice }
mail-bill-link-what = { $practice } sends you a link to your bill. It opens after one question, without an account.
mail-bill-link-button = See my bill
mail-bill-link-note = You can pay all or a part, or tell us that something looks wrong.
mail-dispute-opened-subject = Your message has arrived
mail-dispute-opened-what = We have your message about your bill. The page below shows the reference and what happens next.
mail-dispute-opened-button = See your message
mail-dispute-opened-note = You don’t have to do anything now.
mail-dispute-read-subject = Somebody is looking at your message
mail-dispute-read-what = A person at { $practice } has read your message about your bill and is looking into it.
mail-dispute-read-button = See your message
mail-dispute-read-note = You don’t have to do anything now.
mail-dispute-asked-subject = We have a question for you
mail-dispute-asked-what = To go on with your message about your bill, we need to ask you something.
mail-dispute-asked-button = Read and answer
mail-dispute-asked-note = Nothing is asked of you for it until we have your answer.
mail-dispute-wrote-subject = A new message for you
mail-dispute-wrote-what = We wrote to you about your bill.
mail-dispute-wrote-button = Read the message
mail-dispute-wrote-note = You can answer on the same page.
mail-dispute-decided-subject = There is an answer to your message
mail-dispute-decided-what = We have looked into your message about your bill, and there is an answer.
mail-dispute-decided-button = Read the answer
mail-dispute-asked-insurer-subject = We are asking about your bill
mail-dispute-asked-insurer-what = To go on with your message about your bill, we have asked the insurer. We tell you when it has answered.
mail-dispute-asked-insurer-button = See your message
mail-dispute-asked-insurer-note = You don’t have to do anything now.
mail-dispute-insurer-answered-subject = We are going on with your message
mail-dispute-insurer-answered-what = The insurer has answered, and we are looking into your message about your bill again.
mail-dispute-insurer-answered-button = See your message
mail-dispute-insurer-answered-note = You don’t have to do anything now.
mail-dispute-closed-subject = Your message about your bill is closed
mail-dispute-closed-what = What was asked or disputed is settled, and it is closed. The page below keeps all of it.
mail-dispute-closed-button = See what was said
mail-dispute-closed-note = If something is still not right, write to us from the visit.
mail-dispute-decided-note = The page also says what you can do if you don’t agree.

mail-answers-yours-subject = A bill is yours to look at
mail-answers-yours-what = A bill from { $practice } is in your name from now on. The page below shows how it came about and what is left of it.
mail-answers-yours-button = See the bill
mail-answers-yours-note = Nothing is taken from you by itself. If this is not right, please call us.
mail-answers-not-yours-subject = A bill is no longer yours
mail-answers-not-yours-what = Somebody else answers for a bill from { $practice } from now on. What you paid stays on your account, with its receipts.
mail-answers-not-yours-button = See your account
mail-answers-not-yours-note = Automatic payments for it have stopped. If this is not right, please call us.
mail-contact-changed-subject = We changed how we reach you
mail-contact-changed-what = Somebody at { $practice } changed the email address or the telephone number on your account.
mail-contact-changed-button = See your account
mail-contact-changed-note = If you did not ask for this, please call us.
mail-practice-left-subject = Where to pay from now on
mail-practice-left-what = { $practice } no longer takes payments here. Payment plans here have ended, and nothing is taken automatically any more.
mail-practice-left-button = See where to pay
mail-practice-left-note = You can still read your bills and receipts.
mail-practice-merged-subject = Your practice has a new name
mail-practice-merged-what = A practice that you have bills with became part of another one and is now called { $practice }. Bills, payments and payment plans go on as they were.
mail-practice-merged-button = See your account
mail-practice-merged-note = You do not have to do anything.
mail-colleague-subject = You are asked to work with a practice
mail-colleague-what = { $practice } asks you to work with them on patient bills. The link opens for seven days.
mail-colleague-button = See what it is about
mail-colleague-note = If you did not expect this, do nothing: then nothing happens.
mail-hardship-asked-subject = We have your request
mail-hardship-asked-what = { $practice } has your request and looks into it. You will hear from us within five business days.
mail-hardship-asked-button = See your request
mail-hardship-asked-note = You do not have to do anything until then.
mail-hardship-answered-subject = We have answered your request
mail-hardship-answered-what = { $practice } has answered your request. You sign in to read it.
mail-hardship-answered-button = Read the answer
mail-hardship-answered-note = If something is not clear, please call us.
