### Lo que debo.

home-title = Lo que debo
home-owe-other = Por pagar, después del seguro
home-owe = Usted debe, después del seguro
home-visits = { $n ->
    [one] 1 visita
   *[other] { $n } visitas
}
home-by = por favor pague antes del { $date }
home-pay = Pagar { $amount }
home-too-small = Las tarjetas no aceptan menos de $0.50. Puede pagarlo junto con su próxima visita o por teléfono.
home-pay-open = Empezó un pago y no lo terminó. Puede empezar de nuevo: el nuevo toma su lugar, así que no se le cobra dos veces.

home-first = Le damos la bienvenida, { $name }.
home-first-what = Todavía no hay nada aquí. Cuando su consultorio envíe una factura, la verá aquí con cada paso explicado.
home-nothing = No debe nada, { $name }.
home-nothing-what = Todo está pagado. Gracias.
home-nothing-yet = Nada que pagar ahora.
home-nothing-yet-what = Su seguro todavía tiene parte de su factura. Por favor, no la pague aún.
home-nothing-more = Nada más que pagar ahora.
home-nothing-more-what = Su pago está en camino.

home-credit = Tiene un saldo a favor de { $amount }.
home-credit-why = Pagó más de lo que le tocaba.
home-credit-apply = Paga solo su próxima factura. Si prefiere que se lo devolvamos, pídalo.
home-credit-refund = Se lo devolvemos a más tardar el { $date }, salvo que antes pueda pagar algo que deba.
home-credit-refund-only = Se lo devolvemos a más tardar el { $date }.
home-credit-ask = Su consultorio puede usarlo para su próxima factura o devolvérselo. Solo pregunte.
home-taken-back = Su banco retiró su pago de { $amount } del { $date }, así que se deben otra vez.
home-returned = Su banco no dejó pasar su pago de { $amount } del { $date }, así que se deben otra vez.
home-taken-back-what = Si usted no lo pidió, llámenos
home-returned-what = Si no está seguro de por qué, llámenos

home-not-yet = Todavía no le toca
home-with = { $amount } están con { $payer }.
home-with-since = Nada que pagar. Lo tienen desde el { $date }. Esta página cambia cuando decidan.
home-with-what = Nada que pagar. Esta página cambia cuando decidan.
home-with-visit = Ver la visita
home-refused = { $payer } no ha pagado { $amount }.
home-refused-what = Nada que pagar. Su consultorio lo está revisando.

home-on-the-way = En camino
home-bank = { $amount } vienen de su banco.
home-bank-what = Los envió el { $date }. Los pagos del banco tardan unos días. No tiene que hacer nada más.
home-checking = Estamos verificando su pago de { $amount }.
home-checking-what = Esperamos la respuesta del banco. No se le cobrará dos veces.

home-what-for = De qué es
home-see = Ver cada paso
home-visits-other = Otras visitas
home-visits-all = Sus visitas
home-more-visits = { $n ->
    [one] Mostrar 1 visita más
   *[other] Mostrar { $n } visitas más
}
standing-with = con { $payer }
standing-refused = en revisión
standing-credit = a favor { $amount }
standing-settled = pagada

home-lately = Últimamente
lately-you-paid = Usted pagó
lately-sent-back = Le devolvimos dinero
lately-taken-back = Su banco retiró un pago
lately-insurer-paid = { $payer } pagó
lately-insurer-took = { $payer } retiró dinero
lately-charged = Se facturó una visita
lately-receipt = recibo
lately-visit = ver la visita

home-household = Su hogar
home-household-who = Usted paga las facturas de { $names }.

## La barra

part-discount = Descuento
part-other = Otra reducción
part-insurer = { $payer } pagó
part-waiting = Con { $payer }
part-refused = No lo pagó { $payer }
part-paid = Pagado
part-yours = Suyo
part-left = Le falta

## Por qué me toca

why-all-deductible = Todo cuenta para { $whose ->
    [self] su deducible del año
   *[other] el deducible del año de { $name }
}.
why-all-coinsurance = Es { $whose ->
    [self] su parte
   *[other] la parte de { $name }
} del costo después del seguro (coseguro).
why-all-copay = Es la cantidad fija que { $whose ->
    [self] su plan
   *[other] el plan de { $name }
} pide por cada visita (copago).
why-all-not-covered = { $whose ->
    [self] Su plan
   *[other] El plan de { $name }
} no lo paga.
why-all-self-pay = No tenemos un seguro registrado para esta visita.
why-together = { $parts }.
why-part-deductible = { $amount } del deducible del año
why-part-coinsurance = { $amount } como su parte del resto
why-part-copay = { $amount } de copago por la visita
why-part-not-covered = { $amount } que el plan no paga
why-part-self-pay = { $amount } sin seguro

merged-what = { $before } es parte de { $into } desde el { $date }. Sus facturas, pagos y planes siguen aquí como estaban.

left-title = { $practice } ya no recibe pagos aquí
left-what = Desde el { $date } no se pide ni se cobra nada aquí. Todavía puede leer sus facturas y recibos.
left-where = Pague aquí, por favor:
