### Pagar, y el comprobante.

pay-title = Pagar
pay-head = Pagar lo que debe
pay-nothing = No debe nada en este momento.
pay-too-small = Debe { $amount }.
pay-open = Empezó un pago de { $amount } y no lo terminó. Si sigue aquí, este toma su lugar, así que no se le cobra dos veces.
pay-assurance = Usted escribe su tarjeta en una página segura de Stripe, nuestro servicio de pagos. Nunca vemos el número. Recibe un comprobante enseguida.

picker-legend = ¿Cuánto quiere pagar ahora?
picker-all = Todo
picker-visits = Algunas visitas
picker-amount = Otra cantidad
picker-visits-legend = ¿Qué visitas?
picker-amount-label = Cantidad en dólares
picker-amount-hint = De { $least } a { $most }. Paga primero la visita más antigua.
picker-amount-hint-one = De { $least } a { $most }.
picker-total = Va a pagar { $amount }
picker-part = { $amount } por { $visit }
picker-and = y
picker-left = Quedan por pagar { $amount }
picker-submit = Continuar al pago seguro

cancelled-title = Pago detenido
cancelled-head = No se cobró nada
cancelled-what = Se detuvo antes de pagar { $amount }. Está bien: no se perdió nada.
cancelled-again = Intentar de nuevo: { $amount }
cancelled-back = Volver a lo que debo

checking-title = Verificando su pago
checking-head = Estamos verificando con el banco
checking-what = Todavía no sabemos si pasó su pago de { $amount }.
checking-bank = Su pago está en camino
checking-bank-what = { $amount } vienen de su banco. Tarda unos días.
checking-once = No se le cobrará dos veces. Puede cerrar esta página.
checking-again = Mirar de nuevo

payments-title = Mis pagos
payments-checking = Estamos verificando con el banco. No se le cobrará dos veces.
payments-none = Todavía no ha pagado nada aquí.

receipt-title = Recibo
receipt-thanks = Gracias. Usted pagó { $amount }.
receipt-mailed = Enviamos un aviso a { $email } de que su recibo está listo.
receipt-left = Todavía debe { $amount }.
receipt-left-nothing = No debe nada más en este momento.
receipt-to = Pagado a
receipt-from = Pagado por
receipt-date = Fecha
receipt-method = Pagado con
receipt-reference = Cheque o comprobante
receipt-number = Número de recibo
receipt-parts = Qué se pagó
receipt-for = Por
receipt-amount = Cantidad
receipt-credit = Queda como saldo a favor
receipt-paid = Pagado
receipt-print = Para guardarlo, imprima esta página o guárdela como PDF con su navegador.
receipt-all = Mis pagos
