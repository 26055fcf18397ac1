### Acceso de emergencia.

emergency-title = Acceso de emergencia
emergency-what = Si debe ver un registro de inmediato y su función no se lo muestra, tome el acceso de emergencia por una hora. Muestra registros y no cambia nada. Se avisa enseguida a los administradores, y todo lo que abra queda marcado en la auditoría.
emergency-none = Su función ya le muestra los registros.
emergency-reason = Por qué lo necesita
emergency-reason-what = No nombre a ningún paciente. Los administradores leen esto.
emergency-take = Tomar el acceso de emergencia por una hora
emergency-banner = Tiene acceso de emergencia hasta las { $time }.
emergency-banner-what = Todo lo que abra queda marcado en la auditoría, y se avisó a los administradores.
emergency-end = Terminarlo ahora
emergency-done = Quedó guardado.
emergency-alarm = { $name } tomó el acceso de emergencia.
emergency-look = Verlo, y lo que abrió
emergency-taken = Accesos de emergencia tomados
emergency-taken-none = Nadie ha tomado ninguno.
emergency-until = Hasta
emergency-why = Motivo
emergency-seen = Revisado por
emergency-unseen = nadie aún
emergency-see = Lo he revisado
emergency-lasts = vigente
emergency-what-seen = Lo que abrió
emergency-file = Llevarlo como archivo
emergency-mark = emergencia
emergency-not-allowed = ¿Es una emergencia?
audit-emergency = Solo acceso de emergencia
