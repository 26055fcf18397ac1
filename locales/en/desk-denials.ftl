### What insurers refused, as the desk works on it.

denials-title = Refusals
denials-one = Refusal
denials-none = Nothing here is refused.
denials-refused = Refused now
denials-count = Open
denials-late-count = Late
denials-recovered = Recovered
denials-patient-part = Became the patient’s share
denials-given-up = Given up
denials-waits = With the insurer again
denials-who = Patient
denials-route = Way
denials-any-route = Any way
denials-on = Refused on
denials-appeal-by = Last day to appeal
denials-days-own = { $n ->
    [one] { $payer } takes appeals for one day, counted from { $day }: so your practice says of this insurer. The contract decides.
   *[other] { $payer } takes appeals for { $n } days, counted from { $day }: so your practice says of this insurer. The contract decides.
}
denials-days-all = { $n ->
    [one] Counted from { $day }, one day: so your practice says of every insurer without days of its own. The contract decides.
   *[other] Counted from { $day }, { $n } days: so your practice says of every insurer without days of its own. The contract decides.
}
denials-all-open = All open
denials-due-soon = Due within ten business days
denials-way-fix = Fix and send again
denials-way-appeal = Appeal
denials-way-coverage = Coverage question
denials-way-coding = Coding
denials-way-write-off = Write off
denials-is-open = Refused
denials-is-sent = Sent again
denials-is-appealed = Appealed
denials-is-taken-back = Taken back by the insurer
denials-is-won = Settled
denials-is-partly = Settled in part
denials-is-lost = Lost
denials-is-written-off = Written off
denials-said = What the insurer said
denials-claim-number = Insurer’s claim number
denials-remarks = Remark codes
denials-visit-number = Our visit number
denials-lines = Refused lines
denials-no-lines = Nothing of this visit is refused any more.
denials-next = Next step
denials-next-over = There is nothing to do.
denials-next-proposed = A second person has to agree to writing this off.
denials-next-sent = It was sent again. Ask the insurer if nothing has come by the day above.
denials-next-appealed = An appeal was sent. Ask the insurer if nothing has come by the day above.
denials-nothing-due = The patient owes nothing of this.
denials-do-sent = Sent again
denials-do-appealed = Appeal sent
denials-sent-title = Something was sent to the insurer
denials-sent-on = Sent on
denials-sent-reference = The insurer’s number for it
denials-sent-note = What was sent
denials-note = Note
denials-note-what = Staff alone read it.
denials-do-note = Note it
denials-give-up = Write it off
denials-give-up-what = It leaves the books at once, and nobody pays it. The patient never does.
denials-give-up-limit = Above { $limit } a second person has to agree.
denials-give-up-why = Why it is written off
denials-give-up-button = Write off { $amount }
denials-proposal = { $name } wants to write this off.
denials-agree = Agree and write it off
denials-saved = It is saved.
denials-raced = Somebody was faster, or the insurer was. Look at what happened; what you typed is still there.
denials-step-opened = Refused
denials-step-decided = The insurer decided
denials-step-reversed = The insurer took a decision back
denials-step-assigned = Whose it is changed
denials-step-noted = Noted
denials-step-answered = The patient wrote
denials-step-proposed = Writing it off was proposed
denials-step-returned = Not to be written off
denials-left = { $amount } refused
denials-paid = { $amount } recovered
denials-to-patient = { $amount } to the patient’s share
denials-off = { $amount } given up
denials-answered = Patient wrote
denials-heard = What the patient says
denials-letter = Letter to the insurer
denials-letter-text = The letter
denials-letter-what = Drafted from the claim. Write what belongs where […] stands; nobody keeps what you change.
denials-letter-pdf = Save as PDF
denials-number = number { $number }
denials-any-payer = Any insurer
denials-appeal-until = appeal until
denials-days-now = { $n ->
    [one] one day, until { $day }
   *[other] { $n } days, until { $day }
}
denials-step-days = Days to appeal changed
denials-done = { $n ->
    [0] Nothing was changed.
    [one] One refusal is changed.
   *[other] { $n } refusals are changed.
}
denials-sent-many = Something was sent to the insurer for the ticked ones
denials-sent-each = It is noted with each of them.
denials-give-up-many = Write the ticked ones off
denials-give-up-each = Each one above { $limit } waits for a second person.
denials-give-up-all = Write them off
payers-title = Days to appeal
payers-link = Days to appeal, by insurer
payers-what = { $n ->
    [one] How long an insurer takes appeals, counted from its remittance, is in your contract with it. Where you say nothing of an insurer, it is one day.
   *[other] How long an insurer takes appeals, counted from its remittance, is in your contract with it. Where you say nothing of an insurer, it is { $n } days.
}
payers-moves = When you change an insurer’s days, its open refusals are counted anew from the day they were refused. Each of them then says who changed it.
payers-none = No remittance has come yet, so no insurer is known.
payers-payer = Insurer
payers-open = Open refusals
payers-days = Days to appeal
payers-changed = Changed
payers-own = { $n ->
    [one] one day
   *[other] { $n } days
}
payers-all = { $n ->
    [one] empty: one day, as for all
   *[other] empty: { $n } days, as for all
}
payers-moved = { $n ->
    [0] No open refusal has another last day.
    [one] One open refusal has another last day.
   *[other] { $n } open refusals have another last day.
}
payers-save = Save
work-denial-approval = Writing off { $amount } that an insurer refused waits for a second person
work-denial-approval-next = A colleague wants to give this up. Agree, or return it with a note. Whoever proposed it cannot agree.
may-work-denials = work on what insurers refused
may-write-off-denials = write off what insurers refused

## What to do next, by the insurer’s reason: our own advice.
denial-next-other = Read the reason and the remark codes. Correct the claim, or call the insurer.
denial-next-coverage = Ask the patient which insurance they had on that day. Complete the claim with it and send it again.
denial-next-write-off = Check that the other service was paid. If it was, nothing more is to be expected and this can be written off.
denial-next-4 = Check the modifier on the line against the notes. Correct it and send the claim again.
denial-next-5 = Check the place of service. Correct the code or the place, and send the claim again.
denial-next-6 = Check the patient’s date of birth and the code. Correct what is wrong and send the claim again.
denial-next-7 = Check the sex on file with the plan and the code. Correct what is wrong and send the claim again.
denial-next-8 = Check which kind of provider is on file with the insurer. Correct the provider or the code, and send the claim again.
denial-next-9 = Check the diagnosis and the date of birth. Correct what is wrong and send the claim again.
denial-next-10 = Check the diagnosis and the sex on file with the plan. Correct what is wrong and send the claim again.
denial-next-11 = Ask the provider whether another diagnosis in the notes explains the service. Send a corrected claim, or appeal with the notes.
denial-next-15 = Find the approval number and the dates it is for. Put it on the claim and send it again.
denial-next-16 = Read the remark codes: they say what is missing or wrong. Complete the claim and send it again.
denial-next-18 = Look for the insurer’s first decision on this claim. If the service was really given twice, say so and send the claim again.
denial-next-22 = Ask the patient which plan pays first. Send the claim there, or send this insurer the other one’s decision.
denial-next-26 = Ask the patient which insurance they had on that day. Bill that one, or have the plan correct its dates.
denial-next-27 = Ask the patient which insurance they have now. Bill that one, or have the plan correct its dates.
denial-next-29 = Look for proof that the claim was sent in time, such as the clearing house’s report. Appeal with it, or write it off.
denial-next-31 = Ask the patient for a photo of the card. Compare name, date of birth and member number, and send the claim again.
denial-next-39 = Read why the approval was refused. Appeal with the provider’s notes.
denial-next-49 = Check whether the visit was routine or for a complaint. Correct the codes where the notes say so, and send the claim again.
denial-next-50 = Read the insurer’s rule for this service. Appeal with the notes that show why it was needed.
denial-next-55 = Read the insurer’s rule for this treatment. Appeal with the notes and, where there are some, published studies.
denial-next-56 = Read the insurer’s rule for this treatment. Appeal with the notes that show why it was chosen.
denial-next-96 = Read the remark codes and the plan’s benefits. Correct the claim if it is covered; ask the patient about another insurance.
denial-next-97 = Check whether the two services were separate. Send a corrected claim with the right modifier, or write it off.
denial-next-109 = Ask the patient for the right insurance, or look it up. Send the claim there.
denial-next-125 = Compare the claim with the charges. Correct the mistake and send it again.
denial-next-129 = Check what the claim says of the first insurer’s decision. Correct it and send the claim again.
denial-next-140 = Ask the patient for a photo of the card. Correct the name or the member number, and send the claim again.
denial-next-148 = Ask the other provider or insurer for what is missing. Send it with the claim.
denial-next-151 = Check the units against the notes. Correct them, or appeal with the notes.
denial-next-163 = Find the attachment that the claim names. Send it with the claim number.
denial-next-167 = Ask the provider whether another diagnosis in the notes fits. Send a corrected claim, or appeal.
denial-next-181 = Check that the code was valid on the day of the visit. Correct it and send the claim again.
denial-next-182 = Check that the modifier was valid on the day of the visit. Correct it and send the claim again.
denial-next-197 = Look for an approval after all, or ask for one afterwards. Appeal with it, or with the reason why there was no time to ask.
denial-next-198 = Compare what was approved with what was given. Ask for more to be approved, or appeal with the notes.
denial-next-199 = Check the revenue code against the procedure code. Correct them and send the claim again.
denial-next-204 = Check the plan’s benefits. Ask the patient about another insurance, or appeal if the plan covers it.
denial-next-226 = Find out what the insurer asked for and when. Send it with the claim number.
denial-next-227 = Ask the patient for what the insurer asked them. Send it on, or ask the patient to call the insurer.
denial-next-251 = Compare what was sent with what was asked for. Send what is missing with the claim number.
denial-next-252 = Send the papers that the remark codes name, with the claim number.
