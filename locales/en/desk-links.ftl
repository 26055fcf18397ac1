### Pay links as staff make them.

links-title = Pay links
links-all = Links of this account
links-none = No links yet.
links-nothing-due = Nothing is due, so there is nothing a link could open.
links-aim = What it opens
links-aim-due = Whatever is due when it is opened ({ $amount } now)
links-aim-amount = A fixed amount
links-aim-statement = Statement { $number }, due { $date }
links-aim-visit = { $title }, { $date }: { $amount }
links-amount = Amount
links-amount-hint = Only for a fixed amount.
links-days = Works for
links-days-7 = 7 days
links-days-30 = 30 days
links-days-90 = 90 days
links-once = One payment ends it
links-campaign = Campaign
links-campaign-hint = What it is sent with, for example “Spring letters”. Nothing about a person.
links-by-hand = By hand
links-mail = Send it to the email on file as well
links-make = Make the link
links-made = The link is ready
links-once-shown = This is shown once. We keep only a fingerprint of it, so copy what you need now.
links-mailed = It is also on its way by email.
links-address = Address
links-button = Button for an email (HTML)
links-plain = The same as plain text
links-snippet = Snippet for your own site
links-preview = The button looks like this:
links-qr-svg = QR code (SVG)
links-qr-png = QR code (PNG)
links-copy = Copy
links-copied = Copied
links-made-on = Made
links-until = Until
links-revoke = Take back
links-revoked = The link was taken back. It opens nothing any more.
links-opens-due = Whatever is due
links-opens-statement = Statement { $number }
links-funnel = What became of all links
link-sent = Sent
link-opened = Opened
link-verified = Verified
link-paid = Paid
link-revoked = Taken back
link-locked = Locked
link-expired = Expired
links-account = Make a pay link

funnel-title = Pay links
funnel-what = Links of the last 90 days. A link counts as opened when somebody answers its question, so mail scanners do not count.
funnel-asks-head = What a link asks
funnel-asks = Beside the date of birth
funnel-asks-nothing = Nothing more
funnel-asks-last-name = Last name
funnel-asks-zip = ZIP code
funnel-on-paper = The code on a statement’s paper opens that statement, without signing in
funnel-save = Save
funnel-saved = Saved. It holds for every link that is out as well.

error-link-aim = Choose what the link opens.
error-link-campaign = Give the campaign a name of at most 60 characters.
error-link-days = Choose how long the link works.
error-link-due = That is more than is due.

links-many = Links for many accounts
links-many-what = Everybody who owes, by your measure. You see who gets a link and what they owe before anything leaves.
links-many-all = All batches
links-many-none = No batches yet.
links-many-least = Owes at least
links-many-older = Oldest unpaid visit at least this many days ago
links-many-email = Email on file
links-many-email-any = With or without
links-many-email-with = Only with
links-many-email-without = Only without
links-many-hand-out = How they get it
links-many-by-mail = We email it
links-many-by-file = A file (CSV) for your own mailing tool
links-many-preview = Show who would get one
links-many-links = Links
links-many-skipped = Without one
links-many-nobody = Nobody would get a link.
links-many-will = { $n ->
    [one] One account gets a link. It owes { $amount }.
   *[other] { $n } accounts get a link each. Together they owe { $amount }.
}
links-many-will-mail = Each gets an email without any amount. Who has paid by then gets none.
links-many-will-file = The links are made first, then you fetch the file. Who has paid by then gets none.
links-many-lives = { $n ->
    [one] A link works for one day.
   *[other] A link works for { $n } days.
}
links-many-kept-back = { $n ->
    [one] One account gets none; the list says why.
   *[other] { $n } accounts get none; the list says why.
}
links-many-release = Make the links
links-many-so-far = { $n ->
    [one] One link is made.
   *[other] { $n } links are made.
}
links-many-left = { $n ->
    [one] One is left.
   *[other] { $n } are left.
}
links-many-gets = gets a link
links-many-by-day = By day
links-many-file = Fetch the file
links-many-file-again = Fetch a new file
links-many-file-last = The file was last fetched on
links-many-file-again-what = A new file has new links. Those of the last file stop working.
links-many-file-what = The addresses stand in this file and nowhere else. Delete it when your mailing has left.
links-skip-nothing = nothing is due
links-skip-little = too little is due
links-skip-way = a bank debit is on its way
links-skip-plan = a payment plan asks for it
links-skip-held = reminders rest
links-skip-deceased = has died
links-skip-email = no email on file
links-skip-refused = email is refused
error-link-older = Enter a number of days, for example 30.
