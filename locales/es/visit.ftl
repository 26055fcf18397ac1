### Una visita y su historia.

visit-title = Su visita
visit-covered = con cobertura de { $payers }
story-became = Cómo { $charged } llegaron a ser { $share }
story-so-far = Qué ha pasado hasta ahora con los { $charged }

step-charged = Cobrado
step-discount = Descuento que negoció su seguro
step-discount-what = Nadie paga esta parte.
step-other = Otra reducción
step-other-what = Se quitó de la factura. Nadie paga esta parte.
step-insurer-paid = { $payer } pagó
step-insurer-took = { $payer } retiró dinero
step-trace = cheque o transferencia { $trace }
step-waiting = Con { $payer }
step-waiting-what = Todavía no han decidido. No debe nada de esto.
step-refused = No lo pagó { $payer }
step-refused-what = No debe nada de esto. Su consultorio lo está revisando.
refusal-open = No debe nada de esto. Su consultorio trabaja en ello desde el { $date }.
refusal-sent = No debe nada de esto. Su consultorio envió de nuevo la factura a la aseguradora el { $date }.
refusal-appealed = No debe nada de esto. El { $date } su consultorio pidió a la aseguradora que decida de nuevo.
refusal-help = Usted puede ayudar. Díganos qué seguro tenía ese día, o envíe una foto de la tarjeta.
refusal-answer = Responder al consultorio
step-share = Su parte
step-share-none = No le toca pagar nada de esta visita.
step-you-paid = Usted pagó
step-forgiven = Perdonado por el consultorio
step-forgiven-off = Monto perdonado que ya no hace falta
step-plan-interest = Interés de su plan de pagos
step-plan-interest-off = Interés que ya no se pide
step-late-fee = Cargo por atraso de su plan de pagos
step-late-fee-off = Cargo por atraso que ya no se pide
step-left = Falta por pagar
step-credit = Su saldo a favor
step-credit-what = Pagó más de lo que le tocaba. En “Lo que debo” dice qué pasa con eso.

share-deductible = Deducible
share-deductible-what = Cada año usted paga la primera parte de su atención. Después su plan empieza a pagar.
share-coinsurance = Coseguro
share-coinsurance-what = La parte del costo que su plan le deja a usted.
share-copay = Copago
share-copay-what = Una cantidad fija que su plan pide por una visita como esta.
share-not-covered = Sin cobertura
share-not-covered-what = Su plan no paga esto.
share-self-pay = Sin seguro registrado
share-self-pay-what = No sabemos de ningún seguro para esta visita. Si tenía uno, díganos: podemos enviarle la factura.
code = Motivo del seguro: { $code }

lines = Línea por línea
lines-what = Abra una línea para ver cada movimiento.
lines-service = Servicio
lines-together = En total
lines-whole = La visita en conjunto
lines-units = { $units } unidades

entry-charged = Cobrado por el consultorio
entry-charge-undone = Cobro retirado por el consultorio
entry-sent = Enviado a { $payer }
entry-discount = Descuento negociado
entry-discount-undone = Descuento retirado
entry-other = Otra reducción
entry-other-undone = Reducción retirada
entry-insurer-paid = { $payer } pagó
entry-insurer-took = { $payer } retiró este pago
entry-refused = { $payer } no pagó esta parte; no la debe
entry-refused-undone = Se decide de nuevo
entry-share = Su parte
entry-share-undone = Se quitó de su parte

step-paid-before = Pagado antes de ser suya
came-what = Esta factura es suya desde el { $date }. Antes respondía otra persona.
came-plan = Antes se pagaba con un plan de pagos. Puede hacer uno parecido.
came-plan-see = Ver los pagos
gone-title = { $n ->
    [one] Una factura ya no es suya
   *[other] { $n } facturas ya no son suyas
  }
gone-visit = Visita del { $date }
gone-since = Desde el { $date } responde otra persona
gone-page-title = Esta factura ya no es suya
gone-what = Otra persona responde por ella desde el { $date }. Usted no tiene que hacer ni pagar nada.
gone-paid = Usted pagó { $amount } por ella.
gone-paid-where = Eso queda en su cuenta.
gone-receipts = Ver sus recibos
