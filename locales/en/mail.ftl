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

mail-sharing-subject = Somebody asks for your help with bills from { $practice }
mail-sharing-what = Somebody who gave us your email asks you to help with bills from { $practice }. Open the link to see who it is, and decide then.
mail-sharing-button = See who asks
mail-sharing-note = The link works once and for two weeks. If you do not want to help, you can ignore this email.

mail-sharing-accepted-subject = Your invitation was accepted
mail-sharing-accepted-what = Somebody you asked for help can now see your bills from { $practice }. You can see who, and end it at any time.
mail-sharing-accepted-button = See who sees my bills
mail-sharing-accepted-note = If you did not ask anybody, please end it there and call us.

outbox-title = Demo letter box
outbox-what = The demo sends no email. It puts it here.
outbox-none = No letters yet.
outbox-to = to { $to }
