### El lado del personal: una cuenta, un pago, lo que se devuelve, lo que espera,
### Stripe junto a los libros, el cierre del día.

staff-work = Trabajo
staff-reconcile = Conciliar
staff-close = Cierre del día
staff-late = con retraso
staff-due-today = hoy
staff-days-left = { $n ->
    [one] queda 1 día
   *[other] quedan { $n } días
}
staff-with-insurance = Con los seguros
staff-credit = A favor
staff-credits = A favor de pacientes
staff-on-the-way = En camino
staff-work-waiting = Trabajo pendiente
staff-visit = Visita
staff-day = Día
staff-hour = Hora
staff-patient = Paciente
staff-method = Medio
staff-amount = Cantidad
staff-given-back = Devuelto
staff-charged-back = Contracargo
staff-state = Estado

method-card = Tarjeta en línea
method-bank = Cuenta bancaria
method-cash = Efectivo
method-check = Cheque
method-terminal = Terminal de tarjetas

payment-paid = pagado
payment-refunded = devuelto
payment-partly-refunded = devuelto en parte
payment-charged-back = contracargo

## Una cuenta

staff-account-title = Cuenta
account-answers-for = responde por { $names }
account-dues = Visitas por pagar o con saldo a favor
account-dues-none = No hay nada por pagar ni saldo a favor.
account-payments = Pagos
account-payments-none = Todavía no hay pagos.
hold-chargeback = Los recordatorios y la cobranza descansan desde el { $since }, porque un banco disputa un pago. Siguen solos cuando eso se resuelva.

## Recibir un pago

take-title = Recibir un pago
take-method = ¿Cómo se paga?
take-amount = Cantidad recibida
take-amount-hint = Debe ahora: { $amount }. Lo que pase de eso queda como saldo a favor.
take-reference = Número del cheque o del comprobante
take-reference-hint = Del cheque, o del comprobante que imprimió la terminal.
take-choice = ¿Qué paga?
take-oldest = Primero la visita más antigua
take-visits = Estas visitas
take-more = Lo que pase de las visitas elegidas paga las otras, primero la más antigua, y después queda como saldo a favor.
take-all-credit = No debe nada ahora. Todo queda como saldo a favor.
take-button = Recibir el pago

## Un pago

staff-payment-title = Pago
payment-taken = El pago está en los libros.
payment-print = Para el paciente, imprima esta página: solo sale el recibo.
payment-kept = Queda como saldo a favor
payment-taken-by = Recibido por

## Lo que se devolvió

refunds-title = Devuelto
refund-reason-credit = Más de lo que debía
refund-reason-duplicate = Pagado dos veces
refund-reason-mistake = Pagado por error
refund-reason-courtesy = Una cortesía
refund-reason-other = Otro motivo
refund-waiting = espera a una segunda persona
refund-waiting-what = Todavía no se movió nada.
refund-declined = rechazado
refund-declined-what = No se movió nada.
refund-sending = enviándose
refund-sending-what = Se está entregando a Stripe.
refund-checking-what = Stripe todavía no respondió. Seguimos preguntando, y se envía una sola vez.
refund-on-the-way-what = Stripe lo tiene. Los bancos tardan de 5 a 10 días.
refund-done = hecho
refund-done-what = Llegó.
refund-arrived = Llegó el { $date }.
refund-handed-out = Se devolvió en el mostrador el { $date }.
refund-failed = falló
refund-failed-what = El dinero volvió al consultorio y se le sigue debiendo al paciente.
refund-failure-unknown = El banco no pudo entregarlo y no dijo por qué.
refund-failure-declined = El banco lo rechazó.
refund-failure-expired_or_canceled_card = La tarjeta venció o se canceló.
refund-failure-insufficient_funds = El saldo en Stripe no alcanzó.
refund-failure-lost_or_stolen_card = La tarjeta se perdió o fue robada.
refund-failure-merchant_request = Se detuvo a pedido del consultorio.
refund-failure-charge_for_pending_refund_disputed = El pago se disputó antes de que llegara la devolución.
refund-asked = Pedido por { $name }
refund-asked-policy = Enviado por la regla del consultorio para saldos a favor
refund-asked-outside = Hecha en el panel de Stripe
refund-approved = aprobado por { $name }
refund-declined-by = rechazado por { $name }
refund-approve = Aprobar
refund-decline = Rechazar
refund-take-back = Retirar el pedido
refund-retry = Enviar de nuevo
refund-by-hand = Devolver de otra manera
refund-by-hand-number = Número del cheque que escribió
refund-by-hand-button = Se devuelve con este cheque
refund-by-hand-done = Se devolvió con el cheque { $number }.

give-back-title = Devolver dinero
give-back-amount = Cantidad a devolver
give-back-most = Como máximo { $amount }.
give-back-reason = Motivo
give-back-note = Nota
give-back-note-hint = Hace falta para “Otro motivo”. El paciente no la ve.
give-back-second = Si pasa de { $limit }, una segunda persona tiene que aprobarlo antes.
give-back-alone = Hasta { $limit } no hace falta una segunda persona.
give-back-due-again = Lo que había pagado se debe otra vez, salvo que lo cubra un saldo a favor.
give-back-button = Devolver
give-back-later = Se puede devolver cuando el banco lo confirme.
give-back-never-paid = Nunca se pagó, así que no hay nada que devolver.
give-back-taken = El banco lo retiró, así que no queda nada que devolver.
give-back-none = Ya se devolvió todo.
goes-to-named = Vuelve a { $card }.
goes-to-card = Vuelve a la tarjeta con la que se pagó.
goes-to-bank = Vuelve a la cuenta bancaria de la que vino.
goes-to-cash = Entregue el efectivo ahora: esto lo quita de la caja.
goes-to-check = Escriba un cheque: esto lo quita de los libros.
goes-to-terminal = Devuélvalo también en la terminal: esto lo quita de los libros.

## Lo que un banco disputó

chargebacks-title = Disputado por el banco de quien pagó
chargeback-until = Responda en el panel de Stripe antes de:
chargeback-fee = La comisión de Stripe de { $amount } es un costo del consultorio. No se le pide al paciente.
chargeback-inquiry = pregunta
chargeback-inquiry-what = El banco pregunta y no retiró nada. Una buena respuesta puede dejarlo así.
chargeback-needs-response = espera respuesta
chargeback-needs-response-what = El banco retiró el dinero, y lo que pagó se debe otra vez.
chargeback-under-review = en revisión
chargeback-under-review-what = El banco tiene nuestra respuesta. Lo que el pago cubría se debe otra vez hasta que decida.
chargeback-won = ganado
chargeback-won-what = El dinero volvió, y todo está como antes.
chargeback-lost = perdido
chargeback-lost-what = Quien pagó se queda con el dinero, y lo que cubría se sigue debiendo.
chargeback-closed = cerrado
chargeback-closed-what = La pregunta terminó y no se retiró nada.
dispute-bank_cannot_process = El banco de quien pagó no pudo procesar el débito.
dispute-check_returned = El cheque fue devuelto.
dispute-credit_not_processed = Quien pagó dice que no le llegó una devolución prometida.
dispute-customer_initiated = Quien pagó le pidió a su banco que lo retirara.
dispute-debit_not_authorized = Quien pagó dice que no autorizó este débito bancario.
dispute-duplicate = Quien pagó dice que se le cobró dos veces.
dispute-fraudulent = Quien pagó dice que otra persona usó su tarjeta.
dispute-general = El banco no dio un motivo en particular.
dispute-incorrect_account_details = El número de la cuenta bancaria no era correcto.
dispute-insufficient_funds = No había suficiente dinero en la cuenta bancaria.
dispute-noncompliant = La red de tarjetas dice que no se cumplió una regla.
dispute-product_not_received = Quien pagó dice que no recibió lo que pagó.
dispute-product_unacceptable = Quien pagó dice que no era lo que le dijeron.
dispute-subscription_canceled = Quien pagó dice que había cancelado los pagos regulares.
dispute-unrecognized = Quien pagó no reconoce este pago en su estado de cuenta.

## Lo que espera

work-none = No hay nada pendiente.
work-none-what = Cada devolución, disputa y diferencia está resuelta o en camino.
work-put-away = Queda archivado.
work-no-deadline = sin plazo
work-since = desde
work-open = Verlo
work-done = Hecho
work-note = Nota (puede quedar vacía)
work-put-away-button = Archivarlo
work-refund-approval = Una devolución de { $amount } espera a una segunda persona
work-refund-approval-next = Revísela y apruébela o rechácela.
work-refund-failed = No se pudo entregar una devolución de { $amount }
work-refund-failed-next = Envíela de nuevo, o devuélvala con un cheque.
work-refund-unknown = Nadie sabe todavía si salió una devolución de { $amount }
work-refund-unknown-next = Búsquela en el panel de Stripe. No la envíe otra vez: seguimos preguntando.
work-chargeback = Un banco disputa un pago de { $amount }
work-chargeback-next = Envíe lo que muestra que el pago era correcto, en el panel de Stripe, antes del plazo.
work-payment-unknown = Nadie sabe todavía si se hizo un pago de { $amount }
work-payment-unknown-next = Búsquelo en el panel de Stripe. No le pida al paciente que pague otra vez: seguimos preguntando.
work-difference = Stripe y los libros difieren
work-difference-next = Abra la diferencia y elija qué hacer.
work-credit = Un saldo a favor de { $amount } espera una decisión
work-credit-next = Pregunte al paciente: guardarlo para la próxima factura, o devolverlo.
work-returned-mail = Una carta volvió
work-returned-mail-next = Busque la dirección correcta, corríjala en su sistema y termine la espera de la cuenta.
work-refused-email = Un correo electrónico no se puede entregar
work-refused-email-next = Su servidor de correo lo rechaza, así que los estados de cuenta van en papel. Pida la dirección correcta, corríjala en su sistema e invite de nuevo a la persona.
work-plan-look = Un plan de pagos necesita una mirada: quedan { $amount }
work-plan-look-next = Se registró algo que el plan no pudo tomar por sí mismo. No se cobra nada hasta que alguien mire. Compare el plan con la cuenta; después déjelo seguir o termínelo.
work-plan-exception = Una oferta fuera de la regla espera a una segunda persona: { $amount } por pagar
work-plan-exception-next = Una persona del equipo pide un plan más largo o más pequeño para esta cuenta. Lea el motivo en la página de la cuenta y acepte o rechace. Quien lo pidió no puede aceptarlo.
work-promise-broken = No se cumplió una promesa de pagar { $amount }
work-promise-broken-next = El día pasó y esa cantidad no ha llegado. Llame y ofrezca un plan de pagos o ayuda con la factura.
work-link-locked = Se bloqueó un enlace de pago
work-dispute = Un paciente reclama o pregunta por una factura
work-dispute-next = Lea lo que dice y responda a tiempo. Lo reclamado no se cobra hasta que usted decida.
work-dispute-approval = Una decisión sobre { $amount } espera a una segunda persona
work-dispute-approval-next = Un colega quiere descontar esto o devolverlo al seguro. Acepte, o devuélvalo con una nota. Quien lo propuso no puede aceptar.
work-untold = Una noticia sobre una factura no le llegó a nadie por correo electrónico
work-untold-next = Reclamaron o preguntaron, y ninguna de sus direcciones recibe correo. Llame o mande una carta y archive esto.
work-rebill = Un reclamo va de nuevo al seguro: { $amount }
work-rebill-next = Así se decidió una reclamación. Corrija el reclamo, envíelo y luego guarde esto.
work-link-locked-next = Cinco respuestas equivocadas o muchas tarjetas rechazadas lo bloquearon. Llame, averigüe quién lo usó y envíe uno nuevo.

## Stripe junto a los libros

reconcile-off = Stripe no está configurado, así que no hay nada que comparar con los libros.
reconcile-now = Comparar ahora
reconcile-last = Última comparación con Stripe:
reconcile-never = Todavía no se comparó con Stripe.
reconcile-through = La cuenta de Stripe hasta
reconcile-movements = { $n } líneas conocidas
reconcile-ran-nothing = Stripe no tiene nada nuevo.
reconcile-ran = Líneas nuevas de Stripe: { $new }. Encontradas sin que ningún mensaje avisara: { $recovered }.
reconcile-no-answer = Stripe no respondió. No cambió nada; inténtelo de nuevo en unos minutos.
reconcile-resolved = Está resuelto.
differences-title = Diferencias
differences-none = Stripe y los libros coinciden.
differences-unknown = Se conocen después de la primera comparación.
difference-stripe = Stripe dice
difference-books = Los libros dicen
difference-reference = Referencia
difference-nothing = nada
difference-charge-not-ours = Dinero que no pedimos
difference-charge-not-ours-what = Stripe cobró dinero que no corresponde a ningún pago de los libros.
difference-refund-not-ours = Una devolución hecha afuera
difference-refund-not-ours-what = Alguien devolvió dinero en el panel de Stripe, y los libros no lo saben.
difference-amount = Dos cantidades para lo mismo
difference-amount-what = Stripe y los libros tienen el mismo pago o la misma devolución con cantidades distintas.
difference-not-at-stripe = Un pago que Stripe no tiene
difference-not-at-stripe-what = Los libros dicen que se pagó, y Stripe nunca lo cobró.
difference-refund-not-at-stripe = Una devolución que Stripe no tiene
difference-refund-not-at-stripe-what = Los libros dicen que se devolvió, y Stripe nunca lo envió.
difference-payout = Un depósito que no cuadra
difference-payout-what = Sus partes dan otra suma que lo que Stripe depositó.
difference-unassigned = Una línea de nadie
difference-unassigned-what = Stripe anotó una comisión o una corrección que no corresponde a nada que conozcamos.
action-book-unidentified = Anotarlo sin dueño
action-book-unidentified-what = El dinero entra en los libros y espera allí hasta que alguien encuentre de quién es.
action-adopt-refund = Tomar la devolución
action-adopt-refund-what = Entra en los libros como si se hubiera hecho aquí, y el paciente la ve.
action-correct-amount = Usar la cantidad de Stripe
action-correct-amount-what = Los libros siguen lo que Stripe realmente movió.
action-take-back = Quitarlo de los libros
action-take-back-what = Los libros vuelven a como estaban antes. El error queda legible.
action-ask-again = Preguntar otra vez a Stripe
action-ask-again-what = Nada cambia antes de que Stripe responda. Su cuenta puede tardar unos minutos.
action-book-fee = Anotarlo como comisión
action-book-fee-what = Pasa a ser un costo del consultorio.
payouts-title = Depósitos en el banco
payouts-none = Todavía no hay depósitos.
payout-date = Llega
payout-payments = Pagos
payout-refunds = Devoluciones
payout-chargebacks = Disputas
payout-fees = Comisiones
payout-other = Otro
payout-amount = Depósito
payout-agrees = Cuadra
payout-yes = sí
payout-no = no
payout-no-parts = sin detalle
payout-paid = llegó
payout-failed = volvió

## El cierre del día

close-before = Día anterior
close-after = Día siguiente
close-days = Días
close-today = hoy
close-by-method = Por medio de pago
close-payments = Pagos
close-taken = Recibido
close-refunds = Devuelto
close-chargebacks = En disputa
close-net = En total
close-total = El día en total
close-fees = Comisiones de Stripe de ese día, no incluidas
close-csv = Descargar como CSV
close-items = Recibido en el mostrador
close-items-none = No se recibió nada en el mostrador.
close-payouts = Depósitos que llegaron ese día
close-payouts-none = Ninguno.
close-count = Contar y cerrar
close-expected-cash = Efectivo que debería haber
close-expected-checks = Cheques que debería haber
close-counted-cash = Efectivo contado
close-counted-checks = Cheques contados
close-note = Nota
close-button = Cerrar el día
close-button-again = Cerrar el día otra vez
close-by = Cerrado por { $name }
close-agrees = cuadra
close-over = sobran { $amount }
close-short = faltan { $amount }
close-counted = Contado: { $cash } en efectivo, { $checks } en cheques.
close-changed = El dinero de este día cambió después. Por favor, cuente y cierre otra vez.

seen-title = Quién ve esta cuenta
seen-people = La atención de quién ve el responsable
seen-guarantor = El responsable ve
seen-is-guarantor = Todo: es el responsable
seen-always = Atención y montos
seen-consent = Atención y montos: aceptó
seen-consent-until = Atención y montos: aceptó, hasta el { $date }
seen-amounts = Solo montos: es mayor de edad
seen-withdraw = Anotar que lo retiró
seen-helpers = Quién ayuda al responsable
seen-helper = Ayudante
seen-what = Ve
seen-care = Atención y montos
account-consent-recorded = Anotado. El responsable ya ve qué atención fue.
account-sight-ended = Listo. Ya no se muestra.
consent-what = Un paciente mayor de edad decide por su cuenta quién ve qué atención recibió. Anote aquí que aceptó que el responsable la vea.
consent-patient = Quién aceptó
consent-how = Cómo aceptó
consent-how-hint = Por ejemplo: formulario firmado hoy, en el expediente.
consent-button = Anotar el consentimiento
