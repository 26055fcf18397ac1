### Enlaces de pago como los hace el personal.

links-title = Enlaces de pago
links-all = Enlaces de esta cuenta
links-none = Todavía no hay enlaces.
links-nothing-due = No se debe nada, así que un enlace no abriría nada.
links-aim = Qué abre
links-aim-due = Lo que se deba al abrirlo (ahora { $amount })
links-aim-amount = Una cantidad fija
links-aim-statement = Estado de cuenta { $number }, vence el { $date }
links-aim-visit = { $title }, { $date }: { $amount }
links-amount = Cantidad
links-amount-hint = Solo para una cantidad fija.
links-days = Sirve durante
links-days-7 = 7 días
links-days-30 = 30 días
links-days-90 = 90 días
links-once = Termina con un pago
links-campaign = Campaña
links-campaign-hint = Con qué se envía, por ejemplo “Cartas de primavera”. Nada sobre una persona.
links-by-hand = A mano
links-mail = Enviarlo también al correo registrado
links-make = Crear el enlace
links-made = El enlace está listo
links-once-shown = Se muestra una sola vez. Solo guardamos su huella, así que copie ahora lo que necesite.
links-mailed = También está en camino por correo.
links-address = Dirección
links-button = Botón para un correo (HTML)
links-plain = Lo mismo como texto
links-snippet = Fragmento para su propio sitio
links-preview = El botón se ve así:
links-qr-svg = Código QR (SVG)
links-qr-png = Código QR (PNG)
links-copy = Copiar
links-copied = Copiado
links-made-on = Creado
links-until = Hasta
links-revoke = Retirar
links-revoked = El enlace se retiró. Ya no abre nada.
links-opens-due = Lo que se deba
links-opens-statement = Estado de cuenta { $number }
links-funnel = Qué pasó con todos los enlaces
link-sent = Enviado
link-opened = Abierto
link-verified = Confirmado
link-paid = Pagado
link-revoked = Retirado
link-locked = Bloqueado
link-expired = Vencido
links-account = Crear un enlace de pago

funnel-title = Enlaces de pago
funnel-what = Enlaces de los últimos 90 días. Un enlace cuenta como abierto cuando alguien responde su pregunta; los filtros de correo no cuentan.
funnel-asks-head = Qué pregunta un enlace
funnel-asks = Además de la fecha de nacimiento
funnel-asks-nothing = Nada más
funnel-asks-last-name = Apellido
funnel-asks-zip = Código postal
funnel-on-paper = El código en el papel de un estado de cuenta lo abre, sin iniciar sesión
funnel-save = Guardar
funnel-saved = Guardado. Vale también para los enlaces ya enviados.

error-link-aim = Elija qué abre el enlace.
error-link-campaign = Dé a la campaña un nombre de hasta 60 caracteres.
error-link-days = Elija cuánto tiempo sirve el enlace.
error-link-due = Es más de lo que se debe.

links-many = Enlaces para muchas cuentas
links-many-what = Todos los que deben, según su medida. Usted ve quién recibe un enlace y cuánto debe antes de que salga nada.
links-many-all = Todos los envíos
links-many-none = Todavía no hay envíos.
links-many-least = Debe al menos
links-many-older = Visita sin pagar más antigua, hace al menos estos días
links-many-email = Correo registrado
links-many-email-any = Con o sin
links-many-email-with = Solo con
links-many-email-without = Solo sin
links-many-hand-out = Cómo lo reciben
links-many-by-mail = Lo enviamos por correo
links-many-by-file = Un archivo (CSV) para su propia herramienta de correo
links-many-preview = Mostrar quién recibiría uno
links-many-links = Enlaces
links-many-skipped = Sin enlace
links-many-nobody = Nadie recibiría un enlace.
links-many-will = { $n ->
    [one] Una cuenta recibe un enlace. Debe { $amount }.
   *[other] { $n } cuentas reciben un enlace cada una. Juntas deben { $amount }.
}
links-many-will-mail = Cada una recibe un correo sin ninguna cantidad. Quien ya haya pagado no recibe nada.
links-many-will-file = Primero se hacen los enlaces y después usted descarga el archivo. Quien ya haya pagado no recibe ninguno.
links-many-lives = { $n ->
    [one] Un enlace sirve durante un día.
   *[other] Un enlace sirve durante { $n } días.
}
links-many-kept-back = { $n ->
    [one] Una cuenta no recibe ninguno; la lista dice por qué.
   *[other] { $n } cuentas no reciben ninguno; la lista dice por qué.
}
links-many-release = Hacer los enlaces
links-many-so-far = { $n ->
    [one] Hay un enlace hecho.
   *[other] Hay { $n } enlaces hechos.
}
links-many-left = { $n ->
    [one] Falta uno.
   *[other] Faltan { $n }.
}
links-many-gets = recibe un enlace
links-many-by-day = Por día
links-many-file = Descargar el archivo
links-many-file-again = Descargar un archivo nuevo
links-many-file-last = El archivo se descargó por última vez el
links-many-file-again-what = Un archivo nuevo tiene enlaces nuevos. Los del anterior dejan de servir.
links-many-file-what = Las direcciones están en este archivo y en ningún otro lugar. Bórrelo cuando su envío haya salido.
links-skip-nothing = no se debe nada
links-skip-little = se debe muy poco
links-skip-way = un débito bancario está en camino
links-skip-plan = lo pide un plan de pagos
links-skip-held = los avisos están en pausa
links-skip-deceased = ha fallecido
links-skip-email = sin correo registrado
links-skip-refused = el correo se rechaza
error-link-older = Escriba un número de días, por ejemplo 30.
