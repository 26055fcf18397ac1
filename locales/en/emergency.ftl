### Emergency access.

emergency-title = Emergency access
emergency-what = If you must see a record at once and your role does not show it, take emergency access for an hour. It shows records and changes nothing. Administrators are told at once, and everything you open is marked in the audit.
emergency-none = Your role shows you the records already.
emergency-reason = Why you need it
emergency-reason-what = Name no patient. Administrators read this.
emergency-take = Take emergency access for an hour
emergency-banner = You have emergency access until { $time }.
emergency-banner-what = Everything you open is marked in the audit, and administrators were told.
emergency-end = End it now
emergency-done = It is saved.
emergency-alarm = { $name } took emergency access.
emergency-look = See it, and what they opened
emergency-taken = Emergency access that was taken
emergency-taken-none = Nobody has taken any.
emergency-until = Until
emergency-why = Reason
emergency-seen = Looked at by
emergency-unseen = nobody yet
emergency-see = I have looked at this
emergency-lasts = lasts
emergency-what-seen = What they opened
emergency-file = Take it along as a file
emergency-mark = emergency
emergency-not-allowed = Is it an emergency?
audit-emergency = Emergency access alone
