### Registro, quién responde, notas y el libro de una cuenta.

may-write-notes = escribir notas
may-change-registration = corregir registros
may-change-guarantors = decir quién responde por una visita

register-desk-title = Registro
register-desk-what = Corríjalo también en el sistema de su consultorio: su próxima exportación escribe lo que dice allí.
register-desk-first = Nombre
register-desk-last = Apellido
register-desk-address1 = Dirección
register-desk-address2 = Apartamento (si tiene)
register-desk-city = Ciudad
register-desk-state = Estado
register-desk-phone = Teléfono
register-desk-language = Idioma de cartas y correos
register-desk-english = Inglés
register-desk-spanish = Español
register-desk-told = Un correo o teléfono nuevo se avisa a la dirección anterior y a la nueva.
register-desk-save = Guardar
register-desk-saved = El registro está corregido.
register-desk-patient = Paciente { $name }, número { $number }
register-desk-now = Otra persona cambió esta cuenta mientras tanto. Ahora dice:
register-desk-now-what = Lo que usted escribió sigue abajo. Guarde otra vez para escribirlo.
register-desk-empty = nada
register-desk-corrections = { $n ->
    [one] Una corrección
   *[other] { $n } correcciones
  }

move-title = Responde otra persona
move-what = Por una visita responde una sola persona. Lo pagado sigue siendo de quien lo pagó.
move-nothing = No hay nada pendiente en esta cuenta, así que nada puede pasar a otra.
move-visits = Visitas que pasan
move-with-insurance = { $amount } con el seguro
move-credit = { $amount } pagados de más
move-patients = De quién pasan también las visitas futuras
move-patients-hint = Déjelo vacío si solo pasan las visitas de arriba.
move-who = Quién responde desde ahora
move-to = Quién responde desde entonces
move-from = Quién responde ahora
move-make = Crear una cuenta nueva
move-make-button = Crear la cuenta
move-from-patient = Usar los datos de { $name }
move-number = Número de cuenta
move-number-hint = El número que le da el sistema de su consultorio.
move-reason = Motivo
move-reason-age = El paciente es mayor de edad
move-reason-court = Lo decidió un tribunal, por ejemplo un divorcio
move-reason-wrong = Se registró mal
move-reason-agreed = Ambos están de acuerdo
move-note = En pocas palabras, para sus colegas
move-note-hint = Qué le mostraron o dijeron, y quién.
move-day = Desde qué día
move-day-hint = Hoy o un día pasado.
move-look = Ver lo que pasa
move-look-title = Lo que pasa
move-do = { $name } responde desde ahora
move-ask = Pedir a una segunda persona que responda { $name }
move-back = Cambiar algo
move-change-title = Cambio de quién responde
move-asked-by = { $name } lo pidió. Espera a una segunda persona.
move-done-by = { $name } lo hizo.
move-done-by-two = { $name } lo pidió y { $other } aceptó.
move-returned-by = { $name } lo devolvió. Nada cambió.
move-agree = Aceptar y pasarlo
move-gone = Ya no se puede hacer como se pidió. Devuélvalo y se podrá pedir de nuevo.
move-beyond = Supera el límite del consultorio de { $limit }. Debe aceptar una segunda persona.
move-blocked-payment = Hay un pago en curso para una de estas visitas. Espere a que termine y páselas después.
move-blocked-dispute = Algo de estas visitas está en revisión. Decídalo primero, por favor.
move-blocked-see = Ver lo que está en revisión
move-follows = Qué sigue
move-follows-paid = Los pagos y recibos siguen siendo de quien pagó.
move-follows-credit = Lo pagado de más vuelve a quien lo pagó.
move-follows-plan = Un plan con { $amount } restantes pierde estas visitas. Los pagos automáticos se detienen.
move-follows-plan-ends = Un plan con { $amount } restantes termina. A la otra persona se le ofrece uno igual.
move-follows-statements = { $n ->
    [one] Se envió un estado de cuenta. Queda como está.
   *[other] Se enviaron { $n } estados de cuenta. Quedan como están.
  }
move-follows-links = { $n ->
    [one] Se retira un enlace de pago.
   *[other] Se retiran { $n } enlaces de pago.
  }
move-follows-questions = { $n ->
    [one] Una pregunta abierta sigue con quien la hizo.
   *[other] { $n } preguntas abiertas siguen con quien las hizo.
  }
move-follows-patients = Las visitas futuras de { $names } van a la cuenta nueva.
move-follows-told = A ambos se les avisa por correo que algo cambió, y nada más.
move-done = Ahora responde otra persona. Se avisó a ambos.
move-waits = Espera a una segunda persona.
move-rows = Quién responde
move-row-asked = espera a una segunda persona ({ $name })
move-row-returned = se devolvió ({ $name })
move-row-left = desde entonces responde { $name }
move-row-came = vino de { $name }

work-guarantor-approval = Pasar { $amount } a otra cuenta espera a una segunda persona
work-guarantor-approval-next = Un colega quiere que responda otra persona. Acepte, o devuélvalo con una nota. Quien lo pidió no puede aceptar.

notes-title = { $n ->
    [0] Notas
    [one] Una nota
   *[other] { $n } notas
  }
notes-none = Todavía no hay notas.
notes-write = Una nota para sus colegas
notes-hint = Los pacientes no la ven. No se puede cambiar ni quitar.
notes-button = Guardar la nota
notes-written = La nota está guardada.

sent-title = { $n ->
    [one] Se envió un correo
   *[other] Se enviaron { $n } correos
  }
sent-table = Correos
sent-when = Cuándo
sent-what = Sobre qué
sent-how = Cómo
sent-email = correo
sent-waits = espera
sent-sent = enviado
sent-failed = no entregado
sent-kind-receipt = recibo
sent-kind-statement = estado de cuenta
sent-kind-refund = reembolso
sent-kind-refund-failed = reembolso que volvió
sent-kind-invitation = invitación
sent-kind-confirm = confirmación de la dirección
sent-kind-reset = contraseña nueva
sent-kind-already-registered = ya estaba registrado
sent-kind-second-factor = código además de la contraseña
sent-kind-sharing = invitación para ayudar
sent-kind-sharing-accepted = invitación para ayudar aceptada
sent-kind-pay-link = enlace de pago
sent-kind-bill-link = enlace a una factura
sent-kind-plan = plan de pagos
sent-kind-dispute = reclamo o pregunta
sent-kind-answers = quién responde por una factura
sent-kind-colleague = invitación de un colega
sent-kind-practice-left = consultorio que se fue
sent-kind-practice-merged = consultorio que pasó a ser parte de otro
sent-kind-contact-changed = correo o teléfono nuevo

ledger-title = Libro
ledger-what = Lo que dicen los libros de esta cuenta, lo último primero. Cada cifra es lo que cambió.
ledger-none = No hay nada anotado.
ledger-older = Anteriores
ledger-kind = Qué
ledger-posted = Anotado
ledger-before = entonces respondía otra cuenta
ledger-kind-other = otro
ledger-kind-charge = cargo
ledger-kind-charge-correction = cargo corregido
ledger-kind-remittance = decisión de la aseguradora
ledger-kind-remittance-reversal = decisión anulada de la aseguradora
ledger-kind-unmatched-remittance = dinero de la aseguradora sin lugar
ledger-kind-provider-adjustment = entre aseguradora y consultorio
ledger-kind-patient-payment = pago
ledger-kind-refund = reembolso
ledger-kind-refund-failed = reembolso que volvió
ledger-kind-chargeback = retirado por el banco
ledger-kind-chargeback-reversed = devuelto por el banco
ledger-kind-credit-applied = saldo a favor usado
ledger-kind-payment-correction = pago corregido
ledger-kind-gateway-fee = comisión
ledger-kind-payout = depósito
ledger-kind-payout-failed = depósito que volvió
ledger-kind-unidentified-money = dinero sin pago
ledger-kind-dispute-decision = decisión de un reclamo
ledger-kind-denial-write-off = rechazo dado por perdido
ledger-kind-patient-write-off = perdonado por el consultorio
ledger-kind-guarantor-changed = responde otra persona
register-desk-born = Fecha de nacimiento
