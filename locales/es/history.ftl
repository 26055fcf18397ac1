### Todo lo que pasó, y un año de ello para los impuestos.

history-title = Historial
history-none = Todavía no ha pasado nada aquí.
history-none-such = No hay nada así.
history-what = Qué
history-all = Todo
history-statements = Estados de cuenta
history-payments = Pagos
history-refunds = Dinero devuelto
history-insurance = Visitas y seguro
history-who = Para quién
history-everybody = Todos
history-every-year = Todos los años
history-show = Mostrar
history-search = Buscar una visita o un número
history-search-button = Buscar
history-found = Encontrado para “{ $words }”.
history-clear = Mostrar todo otra vez
history-more = Hay más. Elija un año para verlo.
history-pdf = Abrir como PDF
history-csv = Descargar en CSV
history-taxes = Resumen del año para impuestos, HSA y FSA
history-taxes-what = Lo que pagó por atención en un año, con fechas, proveedor y servicio, para sus archivos.

history-statement = Se envió un estado de cuenta
history-payment = Su pago
history-refund-failed = No se pudo devolver dinero
history-given-back = Su banco nos devolvió un pago
history-adjusted = Se quitó de la factura
history-adjusted-undone = Volvió a la factura
history-charge-undone = Se retiró un cobro
history-credit-applied = Se usó su saldo a favor
history-plan-cost = Interés o cargo de su plan

year-title = Pagado por atención en { $year }
year-none = No pagó nada aquí en { $year }.
year-paid = Lo que pagó, visita por visita
year-care = Atención
year-care-on = Atención el { $date }
year-paid-on = Pagado el { $date }
year-back-on = Devuelto a usted el { $date }
year-total = En total
year-by-patient = Por persona
year-what = Aquí está solo el dinero que llegó en este año, menos lo que se devolvió. Lo que pagó el seguro no está. Un asesor de impuestos puede decirle qué puede deducir.
