### Páginas para quien llega por un enlace de pago.

guest-question-title = Su factura
guest-question-head = Confirmemos que es usted
guest-question-lead = { $practice } le envió este enlace. Responda una pregunta para ver su factura.
guest-question-button = Ver mi factura
guest-question-safe = Si la factura está a nombre de otra persona, dé la fecha de nacimiento de ella. Aquí nunca pedimos el número de su tarjeta.
guest-birth-date = Su fecha de nacimiento
guest-last-name = Apellido

guest-gone-title = Este enlace no está abierto
guest-gone-head = Este enlace no está abierto
guest-gone-lead = Puede que ya esté pagado, reemplazado o vencido. No se cobró nada. Podemos enviarle uno nuevo por correo.
guest-fresh = Envíenme un enlace nuevo
guest-fresh-asked = Si este enlace era suyo y tenemos su correo, uno nuevo está en camino.
guest-sign-in = Entrar

guest-bill-title = Su factura
guest-part = Pagar una parte
guest-part-amount = ¿Cuánto quiere pagar ahora?
guest-part-button = Pagar esta cantidad
guest-settled = Aquí no debe nada
guest-settled-what = Esta factura está saldada. Puede cerrar esta página.
guest-not-paid = No se pagó nada. Puede intentarlo de nuevo cuando quiera.
guest-paid = Usted pagó { $amount }
guest-on-the-way = { $amount } está en camino desde su banco
guest-receipt = Recibo
guest-see = Ver
guest-account = Pagar a plazos, o verlo todo
guest-account-what = Con una cuenta ve cada factura explicada y puede pagar a plazos.
guest-account-button = Envíenme una invitación
guest-account-mailed = Llega a la dirección de correo que tenemos de usted.
guest-account-register = Crear una cuenta
guest-account-have = ¿Ya tiene una?
guest-invited = Si tenemos su dirección de correo, su invitación está en camino.
guest-leave = Cerrar esta factura
guest-back = Volver a mi factura

error-link-wrong = No coincide con lo que tenemos. Revíselo e inténtelo otra vez.
error-link-most = Es más de lo que suma esta factura. Escriba esa cantidad o menos.
