### Staff of several practices.

places-label = Practice
places-go = Go there
places-other-title = This page was made for another practice
places-other-what = This page was made for { $then }, and you are at { $now } now.
places-other-unknown = We cannot tell which practice this page was made for. You are at { $now } now. Please open it again.
places-other-nothing = Nothing was sent.
places-other-typed = What you typed
places-other-send = Go to { $practice } and send it there
places-other-files = Go back to that practice and choose the file again.
places-other-stay = Stay at { $practice }
people-across = Across the organisation; who leads across it changes that.
