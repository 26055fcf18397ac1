# A code beside the password, for staff.
second-title = Second factor
second-code-title = A code from an app
second-what = A code from an app on your phone, besides your password: who learns your password cannot come in with it.
second-no-key = This installation has no key yet to keep codes safely. Whoever runs it sets OPENBALANCE_DOCUMENT_KEY.
second-required = Your practice asks everybody for a second factor. Set up a code, or add a passkey, to go on.
second-begin = Set it up
second-scan = Scan this with your app
second-scan-what = Any app for codes will do, such as Google Authenticator, Microsoft Authenticator or 1Password. Then type the six digits that it shows.
second-by-hand = Or type this key into the app:
second-code = Code
second-code-hint = The six digits from your app, or one of your recovery codes.
second-confirm = Turn it on
second-done = It is on. From now on you sign in with a code as well.
second-codes = Your recovery codes
second-codes-once = Keep these now: they are shown this once. Each opens the door one time, for the day when your phone is gone.
second-kept = I have kept them
second-on = It is on, since
second-codes-left = { $n ->
    [0] No recovery code is left. Make new ones now.
    [one] One recovery code is left.
   *[other] { $n } recovery codes are left.
}
second-new-codes = New recovery codes
second-end = Turn it off
second-no-end = Your practice asks everybody for a second factor, so it stays on.
second-column = Second factor
second-has = Yes
second-none = No
second-take = Take it away
second-require = Everybody here signs in with a code as well, or with a passkey
second-door-title = Your code
second-door-passkey = Your passkey
second-door-go = Sign in
second-door-lost = Is your phone gone? Type one of your recovery codes, or ask an administrator of your practice.
second-door-back = Begin again
error-code = This code is not right, or it was used already. Codes change every 30 seconds.
error-no-key = This installation has no key yet, so codes cannot be asked for.
# Shown again that it is them, before money moves or much is taken along.
again-title = Is it still you?
again-why = What you asked for moves money, lets somebody in, or takes much along. It waits until you answer, and nothing that you typed is lost. Your answer counts for half an hour.
again-owed = You came in with your password alone, and by now more is asked for. Show your second factor to go on.
again-go = Go on
again-back = Leave it
error-again = This password is not right.
