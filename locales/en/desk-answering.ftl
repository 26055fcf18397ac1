### Registration, who answers, notes, the ledger of an account.

may-write-notes = write notes
may-change-registration = correct registrations
may-change-guarantors = say who answers for a visit

register-desk-title = Registration
register-desk-what = Please correct it in your practice’s own system too: its next export writes what stands there.
register-desk-first = First name
register-desk-last = Last name
register-desk-address1 = Address
register-desk-address2 = Apartment, suite (if any)
register-desk-city = City
register-desk-state = State
register-desk-phone = Telephone
register-desk-language = Language of letters and email
register-desk-english = English
register-desk-spanish = Spanish
register-desk-told = A new email or telephone is told to the old address and the new one.
register-desk-save = Save
register-desk-saved = The registration is corrected.
register-desk-patient = Patient { $name }, number { $number }
register-desk-now = Somebody else changed this account meanwhile. On file now:
register-desk-now-what = What you typed is still below. Save again to write it.
register-desk-empty = nothing
register-desk-corrections = { $n ->
    [one] One correction
   *[other] { $n } corrections
  }

move-title = Somebody else answers
move-what = A visit has one person who answers for it. What was paid stays with whoever paid it.
move-nothing = Nothing is open on this account, so nothing can move.
move-visits = Visits that move
move-with-insurance = { $amount } with insurance
move-credit = { $amount } paid too much
move-patients = Whose later visits go along
move-patients-hint = Leave this empty when only the visits above move.
move-who = Who answers from now on
move-to = Who answers from then on
move-from = Who answers now
move-make = Make a new account
move-make-button = Make the account
move-from-patient = Fill in { $name }
move-number = Account number
move-number-hint = The number that your practice’s own system gives it.
move-reason = Reason
move-reason-age = The patient came of age
move-reason-court = A court decided it, such as a divorce decree
move-reason-wrong = It was registered wrongly
move-reason-agreed = Both agreed
move-note = In a few words, for colleagues
move-note-hint = What you were shown or told, and by whom.
move-day = From which day on
move-day-hint = Today, or a day that is over.
move-look = Look at what moves
move-look-title = What moves
move-do = { $name } answers from now on
move-ask = Ask a second person to let { $name } answer
move-back = Change something
move-change-title = Change of who answers
move-asked-by = { $name } asked for this. It waits for a second person.
move-done-by = { $name } did this.
move-done-by-two = { $name } asked for this and { $other } agreed.
move-returned-by = { $name } sent this back. Nothing moved.
move-agree = Agree and move it
move-gone = It cannot be done any more as it was asked for. Send it back, and it can be asked for anew.
move-beyond = This is above the practice’s limit of { $limit }. A second person has to agree.
move-blocked-payment = A payment for one of these visits is under way. Please wait until it is through, then move them.
move-blocked-dispute = Something of these visits is in question. Please decide that first.
move-blocked-see = See what is in question
move-follows = What follows
move-follows-paid = Payments and receipts stay with whoever paid.
move-follows-credit = What was paid too much goes back to whoever paid it.
move-follows-plan = A plan with { $amount } left loses these visits. Automatic payments stop.
move-follows-plan-ends = A plan with { $amount } left ends. The other one is offered the like of it.
move-follows-statements = { $n ->
    [one] One statement was sent. It stays as it is.
   *[other] { $n } statements were sent. They stay as they are.
  }
move-follows-links = { $n ->
    [one] One pay link is taken back.
   *[other] { $n } pay links are taken back.
  }
move-follows-questions = { $n ->
    [one] One open question stays with whoever asked it.
   *[other] { $n } open questions stay with whoever asked them.
  }
move-follows-patients = Later visits of { $names } go to the new account.
move-follows-told = Both are told by email that something changed, and nothing more.
move-done = Somebody else answers now. Both were told.
move-waits = It waits for a second person.
move-rows = Who answers
move-row-asked = waits for a second person ({ $name })
move-row-returned = was sent back ({ $name })
move-row-left = { $name } answers from then on
move-row-came = came from { $name }

work-guarantor-approval = Moving { $amount } to another account waits for a second person
work-guarantor-approval-next = A colleague wants somebody else to answer. Agree, or send it back with a note. Whoever asked cannot agree.

notes-title = { $n ->
    [0] Notes
    [one] One note
   *[other] { $n } notes
  }
notes-none = No notes yet.
notes-write = A note for colleagues
notes-hint = Patients do not see it. It cannot be changed or taken out.
notes-button = Keep the note
notes-written = The note is kept.

sent-title = { $n ->
    [one] One email was sent
   *[other] { $n } emails were sent
  }
sent-table = Emails
sent-when = When
sent-what = What about
sent-how = How
sent-email = email
sent-waits = waits
sent-sent = sent
sent-failed = not delivered
sent-kind-receipt = receipt
sent-kind-statement = statement
sent-kind-refund = refund
sent-kind-refund-failed = refund that came back
sent-kind-invitation = invitation
sent-kind-confirm = confirmation of the address
sent-kind-reset = new password
sent-kind-already-registered = registered already
sent-kind-second-factor = code beside the password
sent-kind-sharing = invitation to help
sent-kind-sharing-accepted = invitation to help accepted
sent-kind-pay-link = pay link
sent-kind-bill-link = link to a bill
sent-kind-plan = payment plan
sent-kind-dispute = dispute or question
sent-kind-answers = who answers for a bill
sent-kind-colleague = invitation of a colleague
sent-kind-practice-left = practice that left
sent-kind-practice-merged = practice that became part of another
sent-kind-contact-changed = new email or telephone

ledger-title = Ledger
ledger-what = What the books say of this account, newest first. Each figure is what changed.
ledger-none = Nothing was posted.
ledger-older = Older
ledger-kind = What
ledger-posted = Posted
ledger-before = another account answered then
ledger-kind-other = other
ledger-kind-charge = charge
ledger-kind-charge-correction = corrected charge
ledger-kind-remittance = insurer’s decision
ledger-kind-remittance-reversal = insurer’s decision taken back
ledger-kind-unmatched-remittance = insurer money without a place
ledger-kind-provider-adjustment = between insurer and practice
ledger-kind-patient-payment = payment
ledger-kind-refund = refund
ledger-kind-refund-failed = refund came back
ledger-kind-chargeback = taken back by the bank
ledger-kind-chargeback-reversed = given back by the bank
ledger-kind-credit-applied = credit used
ledger-kind-payment-correction = corrected payment
ledger-kind-gateway-fee = fee
ledger-kind-payout = payout
ledger-kind-payout-failed = payout came back
ledger-kind-unidentified-money = money without a payment
ledger-kind-dispute-decision = decision about a dispute
ledger-kind-denial-write-off = refusal given up
ledger-kind-patient-write-off = forgiven by the practice
ledger-kind-guarantor-changed = somebody else answers
register-desk-born = Date of birth
