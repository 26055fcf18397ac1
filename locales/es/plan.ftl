### Un plan de pagos como lo ve quien lo paga.

myplans-title = Planes de pago
myplans-none = No tiene ningún plan de pagos.
myplans-start = Crear un plan de pagos
myplans-over = Terminados
myplans-finish = Terminar de crearlo
myplans-see = Ver el plan
myplans-look = Verlo
myplans-elsewhere = { $n ->
    [one] 1 plan de pagos, quedan { $left } por pagar.
   *[other] { $n } planes de pagos, quedan { $left } por pagar.
}

myplan-title = Plan de pagos
myplan-back = Volver al plan
myplan-next = Próximo pago, { $date }
myplan-due-now = Por pagar ahora de su plan
myplan-pay = Pagar { $amount } ahora
myplan-pay-early = Pagar antes o más
myplan-pay-other = Pagarlo yo ahora
myplan-see-due = Ver lo que debo

myplan-is-proposed = sin terminar
myplan-is-on-track = al día
myplan-is-due = por pagar
myplan-is-declined = no pasó
myplan-is-behind = no nos llegó
myplan-is-paused = en pausa
myplan-is-over-cap = pregunta antes
myplan-is-no-method = falta una tarjeta o cuenta
myplan-is-look = lo estamos revisando
myplan-is-broken = se detuvo
myplan-is-finished = todo pagado
myplan-is-ended = terminado

myplan-head-proposed = Falta un paso
myplan-head-paused = Su plan está en pausa
myplan-head-broken = Puede retomarlo
myplan-head-finished = Todo pagado
myplan-head-lapsed = Este plan no llegó a empezar
myplan-head-ended = Este plan terminó

myplan-says-proposed = Usted firmó y falta un paso: decir cómo paga. No se cobra ni cambia nada hasta entonces.
myplan-says-taken = Lo cobramos ese día de { $method }. No tiene que hacer nada.
myplan-says-taken-other = Se cobra automáticamente ese día. No tiene que hacer nada.
myplan-says-by-hand = Usted lo paga, ese día o antes.
myplan-says-due = Era para el { $due }. Tiene tiempo hasta el { $until }.
myplan-says-retry = Su banco no lo dejó pasar y no se cobró nada. Lo intentamos otra vez el { $date }, o lo paga usted ahora.
myplan-says-behind = El pago del { $due } no nos ha llegado. Páguelo ahora y su plan vuelve a estar al día.
myplan-says-paused = Usted lo puso en pausa. No se cobra nada y nada se atrasa. Las fechas se corren cuando lo reanude.
myplan-says-paused-help = Estamos revisando su solicitud de ayuda. No se le pide nada hasta que se decida.
myplan-says-paused-dispute = Todo lo que queda está en duda. No se le pide nada hasta que se aclare.
myplan-says-paused-bank = Su banco retiró un pago. No se cobra nada hasta que se aclare. Si tiene preguntas, llame al
myplan-says-paused-staff = Lo pusimos en pausa por usted. No se cobra nada y nada se atrasa. Para reanudarlo, llame al
myplan-says-over-cap = Usted aceptó que cobremos { $cap } como máximo de una vez. Esto es más, así que no cobramos nada. Usted decide.
myplan-says-confirm = Su banco quiere que usted confirme este pago. Páguelo aquí y el banco le preguntará.
myplan-says-no-method = Sus pagos necesitan otra tarjeta o cuenta de banco. No se cobra nada hasta que elija.
myplan-says-declined = Su banco dijo que no, y no lo intentamos más. No se cobró nada. Puede pagarlo aquí de otra manera.
myplan-says-look = Algo no cuadra y una persona lo está revisando. Mientras tanto no se cobra nada. Si tiene preguntas, llame al
myplan-says-broken = No nos llegaron unos pagos, así que su plan se detuvo. Con un toque lo retoma, y lo que faltó pasa al final.
myplan-says-finished = Usted pagó { $amount }. Gracias. No se cobra nada más.
myplan-says-ended = Lo que quedaba vuelve a ser un saldo normal. No se cobra nada automáticamente.
myplan-says-lapsed = Lo que usted debe cambió antes de que empezara, así que no siguió. No se cobró nada.
myplan-says-party = Ahora otra persona responde por estas cuentas. A usted no se le cobra nada más.
myplan-says-left = El consultorio ya no usa estas páginas. No se cobra nada más.

myplan-finish = Guardar una tarjeta o cuenta
myplan-do-self = Pagaré yo cada uno
myplan-do-drop = No quiero este plan
myplan-do-resume = Reanudar mi plan
myplan-do-cure = Retomar mi plan
myplan-do-limit = Permitir { $amount } de una vez

myplan-on-its-way = { $amount } vienen en camino de su banco.
myplan-on-its-way-what = Cuentan cuando lleguen, en unos días. No se piden otra vez.
myplan-held = { $amount } están en duda.
myplan-held-what = No se piden hasta que se aclare.
myplan-may-join = Debe { $amount } además de su plan.
myplan-may-join-what = Puede pagarlos o agregarlos a este plan.
myplan-join-link = Ver cómo quedaría
myplan-interest = De eso, { $amount } son intereses. Si paga antes, debe menos.
myplan-down = Falta por pagar su pago inicial de { $amount }.
myplan-down-what = Su plan sigue adelante. Páguelo cuando pueda.
myplan-outside = { $amount } de estas visitas no están en el plan.
myplan-outside-what = Los debe además del plan.
myplan-outside-link = Ver lo que debo

myplan-so-far = { $paid } de { $total } pagados
myplan-left = { $n ->
    [one] Quedan { $amount }, en 1 pago.
   *[other] Quedan { $amount }, en { $n } pagos.
}
myplan-schedule = Sus pagos
myplan-dates-paused = Estas fechas se corren cuando reanude el plan.
myplan-one-paid = pagado
myplan-one-extra = pagado de más
myplan-one-missed = no recibido
myplan-one-part = quedan { $left }
myplan-one-due = por pagar
myplan-now = Ahora
myplan-then = Después de esto
myplan-none-left = No queda nada por pagar.

myplan-how = Cómo paga
myplan-by-hand = Usted hace cada pago. Le escribimos tres días antes.
myplan-no-method = Automático, en cuanto elija una tarjeta o cuenta de banco.
myplan-taken = Se cobra automáticamente de { $method }.
myplan-cap = Nunca más de { $cap } de una vez, y le escribimos tres días antes.
myplan-method-first = Pagar automáticamente
myplan-method-another = Usar otra tarjeta o cuenta de banco
myplan-tries = Lo que su banco no dejó pasar
myplan-try-confirm = quería que usted lo confirmara.
myplan-try-money = no había suficiente dinero, o se alcanzó un límite.
myplan-try-later = no se pudo hablar con el banco.
myplan-try-expired = la tarjeta o cuenta ya no funciona.
myplan-try-no = el banco no dio ninguna razón.
myplan-try-again = Lo intentamos otra vez el { $date }.

myplan-changes = Cambiar su plan
myplan-changes-what = Antes de cambiar algo, usted ve cómo quedaría.
myplan-wish-days = Cambiar los días
myplan-wish-skip = Saltar el próximo pago
myplan-wish-pause = Poner el plan en pausa
myplan-wish-stop = Dejar los pagos automáticos
myplan-wish-remove = Quitar la tarjeta o cuenta
myplan-wish-limit = Permitir más de una vez
myplan-wish-cancel = Terminar el plan

myplan-days-head = ¿Cambiar los días?
myplan-days-what = Las cantidades quedan igual. Solo cambian los días.
myplan-days-do = Cambiar los días
myplan-days-ask = ¿Qué días le convienen? El primero puede ser el { $date } o después.
myplan-days-look = Ver las nuevas fechas
myplan-rhythm = Cada cuánto
myplan-rhythm-monthly = Una vez al mes
myplan-rhythm-two-weeks = Cada dos semanas
myplan-rhythm-twice = El 1 y el 15
myplan-day = Día del mes
myplan-day-hint = Para una vez al mes, de 1 a 31. En un mes más corto es el último día.
myplan-first = Próximo pago el
myplan-first-hint = Déjelo vacío para el primer día posible.
myplan-skip-head = ¿Saltar el próximo pago?
myplan-skip-what = Ese y todos los que siguen se corren una fecha. Ninguno sube.
myplan-skip-do = Saltarlo
myplan-pause-head = ¿Poner el plan en pausa?
myplan-pause-what = Desde ahora no se cobra nada y nada se atrasa, hasta que lo reanude. Puede pagar cuando quiera.
myplan-pause-do = Ponerlo en pausa ahora
myplan-resume-head = ¿Reanudar su plan?
myplan-resume-what = Las cantidades quedan igual. Las fechas que ya pasaron se corren.
myplan-stop-head = ¿Pagar usted cada uno?
myplan-stop-what = Desde ahora no se cobra nada automáticamente y olvidamos { $method }. Le escribimos antes de cada pago.
myplan-stop-do = Pagaré yo cada uno
myplan-remove-head = ¿Quitar { $method }?
myplan-remove-what = La olvidamos ahora. Los pagos automáticos esperan hasta que elija otra tarjeta o cuenta de banco.
myplan-remove-do = Quitarla ahora
myplan-limit-head = ¿Permitir { $amount } de una vez?
myplan-limit-what = Desde ahora podemos cobrar hasta { $amount } de una vez para este plan, y nunca más. Cobramos lo que toca ahora, y le escribimos antes de cada pago.
myplan-limit-do = Permitir hasta { $amount }
myplan-limit-words = Acepto que para este plan de pagos se cobren automáticamente hasta { $amount } de una vez, en los días de su calendario. Puedo detenerlo en cualquier momento.
myplan-cure-head = ¿Retomar su plan?
myplan-cure-what = Lo que faltó pasa al final.
myplan-cancel-head = ¿Terminar el plan?
myplan-cancel-what = Entonces { $amount } vuelven a ser un saldo normal, por pagar ahora. No se cobra nada más automáticamente.
myplan-cancel-do = Terminar el plan
myplan-keep = Dejarlo como está
myplan-your-method = su tarjeta o cuenta
myplan-worse = Esto le pide más de lo que usted aceptó. Solo ocurre si está de acuerdo.
myplan-worse-larger = El pago más grande sería de { $now } en lugar de { $before }.
myplan-worse-sooner = Para el { $date } serían { $now } en lugar de { $before }.
myplan-worse-costlier = En total serían { $now } en lugar de { $before }.
myplan-agree = He visto las nuevas fechas y cantidades, y las acepto

myplan-not-behind = Un pago no nos llegó. Cuando esté pagado, puede hacer esto.
myplan-not-paused = Su plan está en pausa. Primero reanúdelo.
myplan-not-broken = Su plan se detuvo. Primero retómelo.
myplan-not-skip = Ya saltó uno. Puede saltar otro desde el { $date }. Poner el plan en pausa siempre se puede.
myplan-not-skip-ever = Este plan no deja saltar pagos. Ponerlo en pausa siempre se puede.
myplan-not-now = Esto no va con cómo está su plan ahora. Su página dice qué se puede hacer.
myplan-not-over = Este plan ya terminó.

myplan-pay-title = Pagar de su plan
myplan-pay-nothing = No hay nada que pagar ahora.
myplan-pay-due = Lo que toca ahora
myplan-pay-next = El pago del { $date }
myplan-pay-rest = Todo lo que queda
myplan-pay-off = Todo lo que queda
myplan-pay-extra = Otra cantidad
myplan-pay-taken = Lo que paga ahora no se cobra otra vez en su día.
myplan-pay-go = Continuar al pago
myplan-extra = Cantidad
myplan-extra-hint = Hasta { $most }. Después elige qué pasa con el resto.
myplan-extra-head = Usted paga { $amount }
myplan-extra-what = ¿Qué debe pasar con el resto?
myplan-extra-fewer = Menos pagos
myplan-extra-fewer-do = Pagar y terminar antes
myplan-extra-smaller = Pagos más pequeños
myplan-extra-smaller-do = Pagar y pagar menos cada vez
myplan-extra-last = El último es el { $date }.

myplan-join-title = Agregar a su plan
myplan-join-none = No debe nada además de su plan.
myplan-join-what = Lo que debe puede ser parte de su plan. Los pagos no suben de lo que aceptó, y son más.
myplan-join-which = ¿Qué quiere agregar?
myplan-join-raised = Su seguro subió su parte de visitas del plan en { $amount }. También se agrega.
myplan-join-look = Ver cómo quedaría
myplan-join-does = Con { $amount } más, su plan sería
myplan-join-above = Un pago sería más que los { $cap } que nos deja cobrar de una vez. Le preguntamos antes de cobrarlo.
myplan-join-words = Acepto que se agreguen { $amount } a mi plan de pagos, y las fechas y cantidades de arriba.
myplan-join-do = Agregar { $amount } a mi plan

myplan-reg-title = Lo que la ley federal quiere que vea
myplan-reg-apr = Tasa de interés anual
myplan-reg-charge = Costo del crédito
myplan-reg-financed = Cantidad financiada
myplan-reg-total = Total de los pagos
myplan-reg-payments = { $n ->
    [one] 1 pago de { $amount }, el { $date }
   *[other] { $n } pagos de { $amount }, desde el { $date }
}
myplan-reg-what = No se cobra nada por pagar antes. No se toma ninguna garantía.

myplan-told-signed = Su plan está listo. Le enviamos una copia de lo que aceptó.
myplan-told-changed = Listo. Así está su plan ahora.
myplan-told-method = Listo. La guardamos para este plan y para nada más.
myplan-told-joined = Listo. Ya es parte de su plan.
myplan-told-ended = Listo. El plan terminó.

myplan-happened = Lo que ha pasado
myplan-happened-all = Todo lo que ha pasado
myplan-by-practice = por el consultorio
myplan-redrawn = Fechas y cantidades, antes y después
myplan-ev-signed = El plan empezó
myplan-ev-paid = Usted pagó { $amount }
myplan-ev-paid-twice = Usted pagó { $amount } dos veces; cuenta para lo que sigue
myplan-ev-extra-fewer = Usted pagó { $amount }, más de lo que tocaba; quedan menos pagos
myplan-ev-extra-smaller = Usted pagó { $amount }, más de lo que tocaba; los demás bajaron
myplan-ev-paid-off = Usted pagó todo lo que quedaba, { $amount }
myplan-ev-missed = El pago del { $date } no nos llegó
myplan-ev-declined = Su banco no dejó pasar el pago del { $date }
myplan-ev-method = Usted eligió otra tarjeta o cuenta
myplan-ev-method-gone = Se quitó la tarjeta o cuenta
myplan-ev-autopay = Usted aceptó pagos automáticos de hasta { $amount }
myplan-ev-autopay-off = Se dejaron los pagos automáticos
myplan-ev-joined = Se agregaron { $amount } al plan
myplan-ev-lowered = Lo que debe bajó en { $amount }; primero se quitaron los últimos pagos
myplan-ev-raised = Su seguro subió lo que debe en { $amount }; no están en el plan
myplan-ev-forgiven = Se perdonaron { $amount }
myplan-ev-refunded = { $amount } volvieron a usted y se deben otra vez, al final
myplan-ev-charged-back = Su banco retiró { $amount }; se deben otra vez, al final
myplan-ev-won = Su banco devolvió { $amount } al consultorio
myplan-ev-disputed = { $amount } están en duda y no se piden
myplan-ev-settled = Se aclaró lo que estaba en duda
myplan-ev-paused = Usted puso el plan en pausa
myplan-ev-paused-other = El plan se puso en pausa
myplan-ev-resumed = El plan se reanudó
myplan-ev-skipped = Se saltó un pago
myplan-ev-reaged = Lo atrasado pasó al final
myplan-ev-moved = Cambiaron los días
myplan-ev-broken = El plan se detuvo
myplan-ev-cured = El plan se retomó; lo que faltó pasó al final
myplan-ev-transferred = Ahora otra persona responde por él
myplan-ev-merged = El consultorio pasó a ser parte de otro
myplan-ev-left = El consultorio dejó estas páginas
myplan-ev-ended = El plan terminó

myplan-papers = Para guardar
myplan-signed-on = Lo aceptó el { $date }.
myplan-agreement = Lo que aceptó (PDF)
myplan-dates = Las fechas para su calendario

myplan-paper-total = En total
myplan-paper-title = Lo que usted aceptó
myplan-paper-agreement = Plan de pagos
myplan-paper-autopay = Pagos automáticos
myplan-paper-joined = Agregado al plan
myplan-paper-signed = Aceptado por { $name } el { $date } a las { $time }.
myplan-paper-cap = Se cobran { $cap } como máximo de una vez.
myplan-paper-mark = Términos { $version }. Guardado con la marca { $mark }, que cambia si cambia una sola letra.

## On other pages

home-plan-next = El próximo pago de su plan es de { $amount }, el { $date }.
home-plan-rests = Su plan de pagos dice cómo está.
standing-plan = en su plan de pagos
visit-planned = Su plan de pagos se encarga de { $amount } de esto.
statement-in-plan = Su plan de pagos se encarga de { $amount } de esto.
statement-in-plan-what = No se pide aquí. El plan dice qué viene y cuándo.
household-plan = { $amount } más tocan ahora de un plan de pagos.

error-plan-first = Elija un día que corresponda, desde esa fecha.
error-plan-least = Escriba por lo menos $1.00.
error-plan-month-day = Escriba un día del mes, de 1 a 31.
error-plan-most = Esto es más de lo que queda de su plan.
error-plan-rhythm = Elija cada cuánto.
