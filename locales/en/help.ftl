### Help, which today is a call or a mail.

help-title = Help
help-wrong = Something looks wrong
help-afford = I can’t afford this right now
help-reach = Talk to us
help-call = Call { $phone }
help-email = Write to { $email }
help-email-caution = Email is not private. Please leave out details about your health.
help-reach-letter = You will find the phone number on your paper bill.
help-at-hand = What to have at hand
help-say = What you can say
help-hand-visit = The date of the visit. You find it on your list of visits.
help-hand-line = The name of the line that looks wrong, such as “Office visit”.
help-hand-card = Your insurance card, if it is about your insurance.
help-hand-income = How much you could pay a month, and about how much your household earns.

help-wrong-lead = Bills do have mistakes, and asking is right. A person will look into it with you.
help-look-first = A quick look first
help-wrong-look-1 = Did you have this visit, on this day?
help-wrong-look-2 = Is the right insurance named on it?
help-wrong-look-3 = Did you pay something at the desk that is not shown?
help-wrong-say = “Hello. I have a question about my bill for the visit on … . The line … does not look right to me. Can you check it, and can you hold my bill until you have?”
help-wrong-insurer = If you think your insurance should have paid more, call the number on the back of your card as well. You can ask them to look at it again.

help-afford-lead = You are not alone with this, and it is good to ask early. Please talk to us before you put it on a credit card.
help-ask = What you can ask for
help-afford-ask-1 = Paying in parts, month by month.
help-afford-ask-2 = Help with the cost, if your income is low.
help-afford-ask-3 = More time.
help-afford-say = “Hello. I got a bill and I can’t pay it all right now. What help is there, and can I pay it in parts?”
help-afford-part = You can also pay a part of it today, whatever suits you, from $1 up.

help-safe = Is this really us?
help-safe-what = We never ask for your password or your card number by phone or email. If you are not sure, call the number on your paper bill.

languages-title = Free help in your language
languages-lead = We will explain your bill in your language, in large print or another form you can use. It costs you nothing.
languages-more = What we offer in other languages
