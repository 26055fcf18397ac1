### Preparar un plan de pagos.

schedule-number = N.º
schedule-day = Vence
schedule-amount = Pago
schedule-left = Queda

way-over-time = Pagar en partes

new-plan-title = Pagar en partes
new-plan-lead = Usted debe { $amount }. Elija lo que le conviene.
new-plan-free = Sin intereses ni cargos.
new-plan-how-much = ¿Cuánto cada vez?
new-plan-by-count = En pagos iguales
new-plan-by-amount = Una cantidad fija cada vez
new-plan-count = Número de pagos
new-plan-count-option = { $n ->
    [one] 1 pago
   *[other] { $n } pagos
}
new-plan-amount = Cantidad en dólares
new-plan-amount-hint = { $least } o más. El último pago cubre el resto.
new-plan-when = ¿Cuándo?
new-plan-rhythm = Cada cuánto
new-plan-monthly = Cada mes, el mismo día
new-plan-month-end = El último día de cada mes
new-plan-two-weeks = Cada dos semanas
new-plan-first-fifteenth = El día 1 y el día 15
new-plan-first = Primer pago
new-plan-first-hint = Del { $earliest } al { $latest }. Si no es día de pago, será el siguiente que lo sea.
new-plan-down = Paga ahora
new-plan-down-hint = { $least } o más. El resto se paga en partes.
new-plan-for = Para qué es: todo, { $amount }
new-plan-for-one = Por { $visit }: { $amount }
new-plan-leave-out = Para qué es
new-plan-kept = No entra en este plan
new-plan-kept-in-plan = Ya está en un plan de pagos.
new-plan-kept-disputed = Usted preguntó por esto. No tiene que pagarlo hasta tener respuesta.
new-plan-kept-assistance = Estamos viendo si podemos ayudarle con el costo. No tiene que pagarlo hasta entonces.
new-plan-kept-placed = Llámenos para hablar de esto.
new-plan-again = Mostrar el calendario
new-plan-go-on = Revisar el plan
new-plan-assurance = Todavía no firma nada. Primero lo verá todo una vez más.

new-plan-unfinished = Usted firmó un plan que espera su tarjeta o cuenta bancaria. Si firma otro por las mismas cuentas, ocupa su lugar.
new-plan-unfinished-link = Terminar de prepararlo

new-plan-nothing = Ahora no hay nada que pagar en partes.
new-plan-nothing-little = A partir de { $least } una cuenta se puede pagar en partes. Usted debe { $amount }.
new-plan-pay = Pagar { $amount }

new-plan-and = {" "}y{" "}
new-plan-date = { $day } de { $month } de { $year }
new-plan-day = { $day } de { $month }
new-plan-first-last = El primero, el { $first }; el último, el { $last }.
new-plan-interest = De eso, { $interest } son intereses.
new-plan-on = El { $first }.
new-plan-none-drawn = Cambie algo para ver un plan posible.
new-plan-sum-many = { $n } pagos de { $amount }
new-plan-sum-more = { $n } de { $amount }
new-plan-sum-one = 1 pago de { $amount }

new-plan-wrong-amount = Elija { $least } o más cada vez.
new-plan-wrong-count = Elija como mucho { $n } pagos, para que cada uno sea de { $least } o más.
new-plan-wrong-day = Escriba un día como 2027-01-15.
new-plan-wrong-down = Escriba { $least } o más, y menos de { $most }.
new-plan-wrong-first = Elija un día del { $earliest } al { $latest }.
new-plan-wrong-kept = Algo de lo que eligió no se puede pagar en partes ahora.
new-plan-wrong-little = A partir de { $least } una cuenta se puede pagar en partes. Elija algo más.
new-plan-wrong-much = Hasta { $most } puede hacerlo usted mismo. Elija menos o llámenos.
new-plan-wrong-none = Con esto no se puede hacer un plan. Cambie algo.
new-plan-wrong-number = Escriba un número entero de pagos.
new-plan-wrong-visit = Elija lo que quiere pagar.

review-plan-title = Revise su plan
review-plan-schedule = Cuándo paga
review-plan-for = Para qué es
review-plan-terms = Lo que acepta
review-plan-how = ¿Cómo quiere pagar?
review-plan-auto = Que se cobre automáticamente
review-plan-auto-what = En el paso siguiente agrega una tarjeta o cuenta bancaria en una página segura. Puede detenerlo cuando quiera.
review-plan-self = Yo hago cada pago
review-plan-self-what = Le avisamos antes de cada pago.
review-plan-cap = Como mucho esta cantidad de una vez, en dólares
review-plan-cap-hint = { $least } o más. Le preguntamos antes de cobrar más.
review-plan-agree = Acepto este plan de pagos.
review-plan-electronic = Acepto firmar y guardar esto en forma electrónica. Puedo leer esta página y abrir archivos PDF.
review-plan-sign = Firmar el plan
review-plan-change = Cambiar algo

terms-plan-owe = Usted debe { $owed } a { $practice }. Lo paga de esta manera:
terms-plan-down = Hoy paga { $down }.
terms-plan-line = { $number }. { $date }: { $amount }
terms-plan-total = Todos los pagos juntos son { $total }.
terms-plan-free = No hay intereses ni cargos.
terms-plan-interest = El interés es de { $rate } al año, sobre lo que queda por pagar.
terms-plan-interest-when = El interés de un pago se debe desde su fecha. Si paga antes, debe menos interés.
terms-plan-late-fee = Un pago que no se hace cuesta { $fee } más, una sola vez.
terms-plan-late-fee-not = No hay cargo por atraso mientras una parte de su factura está en duda, ni después de que el plan se detenga.
terms-plan-grace = { $n ->
    [0] Un pago cuenta como no hecho el día después de su fecha.
    [one] Un pago cuenta como no hecho cuando lleva 1 día de atraso. Hasta entonces no pasa nada.
   *[other] Un pago cuenta como no hecho cuando lleva { $n } días de atraso. Hasta entonces no pasa nada.
}
terms-plan-default = { $n ->
    [one] Si no hace 1 pago, el plan se detiene, y podemos pedir lo que queda de otra forma. Puede recuperarlo con un toque: lo que faltó pasa entonces al final.
   *[other] Si faltan { $n } pagos al mismo tiempo, el plan se detiene, y podemos pedir lo que queda de otra forma. Puede recuperarlo con un toque: lo que faltó pasa entonces al final.
}
terms-plan-skips = { $n ->
    [one] Puede saltarse 1 pago al año. Ese y los que siguen vienen entonces un día de pago después.
   *[other] Puede saltarse { $n } pagos al año. Cada uno y los que siguen vienen entonces un día de pago después.
}
terms-plan-early = Puede pagar más o antes cuando quiera, sin costo. También puede terminar el plan: lo que queda vence entonces como antes.
terms-plan-end-free = Si el plan termina, ya no se piden los intereses y cargos que no haya pagado.
terms-plan-join = Una cuenta nueva entra en este plan solo si usted lo acepta.
terms-plan-lower = Si baja lo que debe, bajan sus últimos pagos. Un cambio que sea peor para usted necesita su consentimiento.
terms-plan-electronic = Usted firma y recibe este acuerdo en forma electrónica. Puede guardarlo como PDF.
terms-plan-paper = Las copias en papel son gratis. Para pedir una, o para retirar su consentimiento a lo electrónico, { $contact }. Su plan continúa.
terms-plan-call = llame al { $phone }
terms-plan-ask = pregúntenos
terms-plan-auto = Permito que { $practice } cobre a la tarjeta o cuenta bancaria que agregue, por cada pago en su fecha. Nunca cobran de una vez más que el límite que elegí, salvo que yo lo acepte antes. Me avisan 3 días antes de cada pago. Puedo detenerlo cuando quiera en la página de mi plan.
terms-plan-auto-down = En cuanto la añada, cobran { $down } con ella: lo que pago hoy.

tila-title = Divulgación de la ley de veracidad en los préstamos
tila-what = La ley federal pide que le mostremos esto, porque son más de 4 pagos o porque hay intereses.
tila-creditor = Acreedor
tila-apr = Tasa de porcentaje anual
tila-apr-what = El costo de su crédito como tasa anual.
tila-charge = Cargo financiero
tila-charge-what = La cantidad en dólares que le costará el crédito.
tila-financed = Cantidad financiada
tila-financed-what = La cantidad de crédito que se le da a usted o en su nombre.
tila-total = Total de pagos
tila-total-what = La cantidad que habrá pagado después de hacer todos los pagos según el calendario.
tila-both = Cantidad financiada y total de pagos
tila-both-what = El crédito que se le da, y lo que habrá pagado después de todos los pagos del calendario. No le cuesta nada.
tila-sale = Precio total de venta
tila-sale-what-no-down = El costo total de su atención a crédito.
tila-sale-what = El costo total de su atención a crédito, con lo que paga hoy: { $down }.
tila-itemised = Debe { $owed }, menos { $down } que paga hoy: esa es la cantidad financiada.
tila-itemised-no-down = La cantidad financiada es lo que debe por la atención que se indica aquí.
tila-schedule = Calendario de pagos
tila-number = Número
tila-each = Cantidad de cada uno
tila-from = Desde
tila-often-monthly = Vencen cada mes.
tila-often-two-weeks = Vencen cada dos semanas.
tila-often-first-fifteenth = Vencen el día 1 y el día 15.
tila-late = Pago atrasado: no hay cargo.
tila-late-fee = Pago atrasado: { $fee } cuando un pago lleva { $n } días de atraso.
tila-early = Pago anticipado: si paga antes, no hay penalización.
tila-security = Garantía: no se toma ninguna.
tila-more = Vea en los términos de este acuerdo qué pasa cuando no se hace un pago.
tila-english = Puede recibir esta divulgación en inglés: pregúntenos.

method-plan-title = Tarjeta o cuenta bancaria
method-plan-unfinished = Falta un paso
method-plan-unfinished-what = Su plan está firmado. Agregue la tarjeta o cuenta bancaria que debe usar, y empieza. Si no hace nada, termina por sí mismo y no se cobra nada.
method-plan-stopped = No se guardó nada
method-plan-stopped-what = Salió antes de agregar una tarjeta o cuenta bancaria. No pasa nada: su plan le espera.
method-plan-running = Otra tarjeta o cuenta bancaria
method-plan-running-what = La nueva ocupa el lugar de la anterior, que se borra. Ahora no se cobra nada.
method-plan-auto = Pagos automáticos
method-plan-cap = Nunca cobramos más de { $amount } de una vez sin preguntarle.
method-plan-go = Ir a la página segura
method-plan-self = Yo hago cada pago
method-plan-agree = Acepto los pagos automáticos.
method-plan-back = Mi plan
method-plan-safe = La escribe en una página segura de Stripe, nuestro servicio de pagos. Nunca vemos el número.
method-plan-checking = Estamos comprobando
method-plan-checking-what = Nuestro servicio de pagos aún no nos dice si su tarjeta o cuenta bancaria se guardó. No se ha cobrado nada.
method-plan-look-again = Mirar otra vez

error-plan-how = Elija cómo quiere pagar.
error-plan-cap = Escriba un límite que no sea menor que su pago más grande.
error-plan-in = Algo de lo que eligió ya no puede formar parte de este plan. Revíselo de nuevo.
error-plan-owed = Mientras tanto cambió lo que debe. No se firmó nada. Así sería el plan ahora.
error-plan-offer = Mientras tanto cambió el plan. No se firmó nada. Así sería el plan ahora.
error-plan-electronic = Marque esto si lo acepta. Si prefiere firmar en papel, llámenos.
