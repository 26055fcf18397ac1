household-title = Household
household-invited = The invitation is on its way. It is good for two weeks.
household-cancelled = The invitation was taken back. Its link no longer works.
household-ended = Done. They no longer see these bills.

household-places = Bills you can see
household-places-total = { $amount } to pay over all of them.
household-here = You are here
household-look = Look at these

sees-own = Yours
sees-care = With what the care was
sees-amounts = Amounts only
sees-until = { $what }, until { $date }

household-people = Who these bills are for
household-grown = Somebody who has come of age decides alone who sees what their care was. You still see what there is to pay. If they want you to see more, they can tell the practice.
person-guarantor = Answers for these bills
person-always = You see their care and what it costs
person-consent = They agreed that you see their care
person-consent-until = They agreed that you see their care until { $date }
person-amounts = You see what there is to pay

share-title = Who else sees these bills
share-what = You can let somebody help you: a partner, a grown child, a friend. They sign in as themselves, can pay, and you can end it at any time.
share-ask = Ask somebody to help
share-email = Their email
share-email-hint = We send them a link. The email does not say whose bills or how much.
share-scope = What they see
share-amounts = Amounts only, and they can pay
share-care = Also what the care was
share-ends = Until when
share-ends-hint = You can leave this empty. It ends when you end it.
share-button = Send the invitation
share-asked = Asked
share-cancel = Take back
share-end = End

shared-title = Help with somebody’s bills
shared-lead = { $name } asks you to help with bills from { $practice }.
shared-sees = What you will see: { $what }. You can pay, and you never have to.
shared-name = Your first name
shared-password = The password you already sign in with here
shared-button = Accept and see the bills
shared-ignore = If you do not know who this is, close this page. Nothing happens.

withheld-title = Care that is not shown
withheld-payer = the insurer
withheld-patient = somebody on this account
withheld-why-grown = The person who was treated has come of age, so what the care was is theirs to share. You see what there is to pay. They can tell the practice that you may see more.
withheld-why-helping = You were asked to help with the amounts. What the care was is not shown to you.
withheld-pay = Pay { $amount }

whose-label = Whose bills these are
whose-other = You are looking at the bills of { $name }.
whose-own = You are looking at your own bills.
whose-change = Other bills
whose-about = What you can see
