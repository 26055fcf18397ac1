### El estado de cuenta en papel.

paper-title = Su estado de cuenta
paper-file-title = Estado de cuenta { $number } de { $practice }
paper-batch-title = Estados de cuenta para imprimir
paper-account = Cuenta
paper-number = Número
paper-issued = Fecha
paper-pay-by = Vence el
paper-page = Página { $page } de { $pages }
paper-footer = { $practice } · Estado de cuenta { $number } · Cuenta { $account }

## Lo que se debe

paper-owe = Usted debe
paper-owe-after = Usted debe, después del seguro
paper-visits = { $n ->
    [one] Por 1 visita. La página siguiente la explica.
   *[other] Por { $n } visitas. Las páginas siguientes las explican.
}
paper-by = Fecha límite: { $date }.
paper-nothing = Nada que pagar
paper-nothing-settled = Todo está pagado. Gracias.
paper-nothing-waiting = Su seguro todavía tiene parte de su factura. Por favor, no la pague aún.
paper-nothing-on-its-way = Su pago está en camino. No tiene que hacer nada más.
paper-nothing-keep = Por favor guarde esta página.

paper-corrects = Reemplaza el estado de cuenta { $number }.
paper-corrects-what = Use este y deje el otro a un lado.
paper-first = Este es el primer estado de cuenta que le enviamos.
paper-first-what = Muestra, paso a paso, de dónde sale cada cantidad. Si algo no está claro, pregúntenos.
paper-credit = Tiene un saldo a favor de { $amount }.
paper-credit-what = Pagó más de lo que le tocaba. Podemos usarlo para su próxima factura o devolvérselo. Solo pida.
paper-on-its-way = { $amount } vienen en camino de su banco.
paper-on-its-way-what = Ya los contamos. No tiene que enviarlos otra vez.

paper-since = Desde el { $date }
paper-since-before = En el estado de cuenta { $number }
paper-since-yours = Pasó a ser su parte
paper-since-no-longer = Ya no es su parte
paper-since-paid = Usted pagó
paper-since-sent-back = Se le devolvió
paper-balance = Saldo
paper-closing-on-its-way = En camino de su banco
paper-closing-credit = Su saldo a favor, guardado
paper-closing-due = Usted debe ahora

## Formas de pagar y otras salidas

paper-pay = Pagar
paper-pay-online = Pague en línea
paper-pay-online-what = Escanee el código o vaya a
paper-pay-online-scan = Escanee el código para pagar sin iniciar sesión. O vaya a
paper-pay-online-code = Un código para la cámara de su teléfono. Abre la página de pago en { $address }.
paper-pay-online-held = Un código para la cámara de su teléfono. Abre este estado de cuenta después de una pregunta.
paper-pay-online-link = Abrir la página de pago
paper-pay-too-small = Las tarjetas no aceptan menos de $0.50. Puede pagarlo por teléfono o junto con su próxima visita.
paper-pay-by-code = En línea, con el código de arriba.
paper-pay-phone = Por teléfono, llame al { $phone }.
paper-pay-phone-hours = Por teléfono, llame al { $phone }, { $hours }.
paper-pay-mail = Por correo, envíe un cheque con el talón de abajo.
paper-plan = Pagar en partes
paper-plan-ask = Tal vez pueda pagar en partes, mes por mes. Pregúntenos.
paper-wrong = ¿Algo no parece correcto?
paper-wrong-what = Las facturas sí tienen errores, y preguntar está bien. Díganos la visita y la línea.
paper-wrong-call = Llame al { $phone } o escríbanos.
paper-afford = ¿No puede pagarlo?
paper-afford-what = No es la única persona. Pregunte pronto por ayuda con el costo y por más tiempo.
paper-assistance = Puede recibir atención gratis o por menos con nuestra política de ayuda financiera. La política, un resumen y el formulario: { $url }
paper-assistance-call = Puede recibir atención gratis o por menos con nuestra política de ayuda financiera. La política, un resumen y el formulario: { $url }, o llame al { $phone }.
paper-language = Podemos explicarle esto en su idioma, en letra grande o en otra forma que le sirva, sin costo. Solo pida ayuda.
paper-language-call = Podemos explicarle esto en su idioma, en letra grande o en otra forma que le sirva, sin costo. Llame al { $phone }.
paper-language-other = We can explain this in English, free of charge. Just ask.
paper-language-other-call = We can explain this in English, free of charge. Call { $phone }.
paper-languages = La ayuda en estos idiomas es gratuita: { $url }
paper-estimate = Si no tiene seguro o no lo usó, puede pedir un presupuesto de buena fe antes de la atención. Si esta factura supera nuestro presupuesto en { $amount } o más, puede disputarla en los { $days } días desde la fecha de su primera factura: www.cms.gov/nosurprises o 1-800-985-3059.

## Visitas

paper-glance = De qué es
paper-visit = Visita
paper-not-yours = No es su parte
paper-together = En total
paper-visit-with = { $title } con { $provider }
paper-for = para { $name }
paper-covered = con cobertura de { $payer }
paper-amount = Cantidad
paper-charged = Cobrado
paper-discount = Descuento del seguro
paper-other = Otra reducción
paper-insurers = Pagó el seguro
paper-waiting = Con el seguro, no se debe
paper-refused = En revisión, no se debe
paper-not-due = Aún no se debe
paper-share = Su parte
paper-plan-cost = Intereses y cargos de su plan
paper-forgiven = Perdonado por el consultorio
paper-paid-before = Pagado antes de ser suya
paper-paid = Usted pagó
paper-sent-back = Se le devolvió
paper-due = Usted debe
paper-visit-credit = Su saldo a favor

paper-why = Por qué { $amount } son su parte
paper-why-code = Motivo del seguro: { $code }
paper-why-none = No le toca pagar nada de esta visita.
paper-lines = Línea por línea: { $visit }
paper-line = Servicio
paper-line-whole = La visita en conjunto

## Todavía no le toca

paper-not-yet = Todavía no le toca
paper-not-yet-what = No debe nada de esto, y nada de esto está en lo que debe. Por favor, no lo pague.
paper-where = Dónde está
paper-with = Con { $payer }. Todavía no han decidido.
paper-with-insurance = Con su seguro. Todavía no han decidido.
paper-looked-into = { $payer } no lo pagó. Lo estamos revisando.
paper-looked-into-insurance = Su seguro no lo pagó. Lo estamos revisando.

## El talón

paper-slip = Por favor envíe esta parte con su cheque
paper-slip-name = Nombre
paper-slip-due = Cantidad por pagar
paper-slip-enclosed = Cantidad que envía
paper-slip-payable = Haga su cheque a nombre de { $practice } y escriba en él su número de cuenta.

## Registros: historial, y un año para los impuestos

paper-record-footer = { $practice } · { $title } · Cuenta { $account }
paper-record-name = Para
paper-record-date = Fecha
paper-record-what = Qué pasó
paper-record-about = Sobre
paper-record-care = Atención
paper-record-service = Servicio
paper-record-for = Paciente
paper-record-paid = Pagado
paper-record-back = { $date }, devuelto

paper-nothing-plan = Su plan de pagos se encarga. Aquí no tiene que pagar nada.
paper-in-plan = { $amount } están en su plan de pagos.
paper-in-plan-what = No se pide aquí. El plan dice qué viene y cuándo.
paper-closing-plan = En su plan de pagos
paper-aside = { $amount } están apartados mientras revisamos lo que nos dijo.
paper-aside-what = Aquí no se le pide. Al iniciar sesión ve cómo va.
paper-closing-aside = Apartado mientras lo revisamos
paper-nothing-aside = Todo está apartado mientras revisamos lo que nos dijo.
