### Personal de varios consultorios.

places-label = Consultorio
places-go = Ir allí
places-other-title = Esta página se hizo para otro consultorio
places-other-what = Esta página se hizo para { $then }, y usted está ahora en { $now }.
places-other-unknown = No sabemos para qué consultorio se hizo esta página. Usted está ahora en { $now }. Por favor, ábrala de nuevo.
places-other-nothing = No se envió nada.
places-other-typed = Lo que escribió
places-other-send = Ir a { $practice } y enviarlo allí
places-other-files = Vuelva a ese consultorio y elija el archivo otra vez.
places-other-stay = Quedarse en { $practice }
people-across = En toda la organización; lo cambia quien la dirige.
