### Answers that a practice keeps.

answers-title = Answers to use again
answers-what = Whoever writes to a patient finds these beside the words that are always there. They can be changed before they are sent.
answers-none = None is kept yet.
answers-new = Keep an answer
answers-name = Name
answers-name-hint = How you find it again. Patients do not see it.
answers-en = In English
answers-es = In Spanish
answers-keep = Keep it
answers-save = Save
answers-remove = Remove
answers-change = Change
answers-saved = It is saved.
error-answer-name = Give it a name of at most 80 letters.
error-answers-many = A hundred are kept already. Remove one that nobody uses.
