### Estados de cuenta: la lista, dejar el papel, y uno solo. Lo que dice aquí, su PDF lo
### dice con las mismas palabras.

statements-title = Estados de cuenta
statements-none = Todavía no hay ningún estado de cuenta. Cuando uno esté listo, lo encontrará aquí.
statements-settled = pagado
statements-replaced = reemplazado
statements-corrected-by = El estado de cuenta { $number } toma su lugar.

## Sin papel

paperless-title = Estados de cuenta sin papel
paperless-what = Sus estados de cuenta llegan en papel, y también puede leerlos aquí. Si quiere, dejamos de enviar el papel. Esto es lo que significa:
paperless-covers = A qué da su acuerdo.
paperless-covers-what = Mostramos sus estados de cuenta solo en estas páginas, para todas las personas cuyas facturas usted paga, y le enviamos un correo cuando uno está listo. Nada más cambia: otras cartas siguen llegando en papel.
paperless-paper = El papel sigue siendo posible, y gratis.
paperless-paper-what = Puede pedirnos cualquier estado de cuenta en papel en cualquier momento. No cuesta nada.
paperless-back = Puede cambiar de opinión.
paperless-back-what = Presione “Quiero papel otra vez” en esta página, o llámenos. Desde entonces los estados de cuenta llegan otra vez en papel. No cuesta nada y no cambia nada más.
paperless-need = Lo que necesita.
paperless-need-what = Un teléfono o una computadora con un navegador de los últimos años, un programa que abra archivos PDF, y correo electrónico.
paperless-email = Si cambia su correo electrónico.
paperless-email-what = Díganos, para que escribamos al nuevo.
paperless-open = Abra un estado de cuenta en PDF para ver que puede
paperless-can-open = Abrí el PDF y pude leerlo.
paperless-agree = Acepto recibir mis estados de cuenta en estas páginas, sin papel.
paperless-button = Dejar el papel
paperless-since = Está sin papel desde el { $date }.
paperless-now = Le enviamos un correo cuando un estado de cuenta está listo. Puede pedirnos cualquiera en papel en cualquier momento, gratis.
paperless-withdraw = Quiero papel otra vez
paperless-withdraw-what = No cuesta nada. Puede seguir leyendo todo aquí.
paperless-later = Cuando su primer estado de cuenta esté aquí, podrá elegir recibirlos sin papel.

## Uno solo

statement-title = Su estado de cuenta
statement-word = Estado de cuenta
statement-owe = Usted debe
statement-asked = Este estado de cuenta pedía
statement-by = Por favor pague antes del { $date }.
statement-nothing = Nada que pagar
statement-nothing-on-its-way = Su pago está en camino. No tiene que hacer nada más.
statement-settled = Esto está pagado. Gracias.
statement-settled-what = Ya no se debe nada de este estado de cuenta. Abajo está lo que decía cuando lo enviamos.
statement-partly = Una parte de esto está pagada. Gracias.
statement-partly-what = De este estado de cuenta todavía se deben { $amount }. Abajo está lo que decía cuando lo enviamos.
statement-replaced = Por favor, deje este estado de cuenta a un lado.
statement-replaced-by = Lo corregimos. Este toma su lugar:
statement-corrects = Este toma el lugar del estado de cuenta { $number }.
statement-corrects-what = Por favor use este y deje el otro a un lado.
statement-first = Este es el primer estado de cuenta que le enviamos.
statement-first-what = Muestra, paso a paso, de dónde sale cada cantidad. Si algo no está claro, pregúntenos.
statement-credit-what = Pagó más de lo que le tocaba. Podemos usarlo para su próxima factura o devolvérselo. Solo pida.
statement-on-its-way = { $amount } vienen en camino de su banco.
statement-on-its-way-what = Ya los contamos. No tiene que enviarlos otra vez.

statement-since = Qué cambió desde el { $date }
statement-since-before = Saldo del estado de cuenta { $number }
statement-since-yours = Pasó a ser su parte
statement-since-no-longer = Ya no es su parte
statement-since-sent-back = Se le devolvió
statement-since-credit = Su saldo a favor, guardado
statement-since-on-its-way = En camino de su banco
statement-since-due = Usted debe ahora

statement-settled-visits = { $n ->
    [one] 1 visita cambió y no deja nada por pagar
   *[other] { $n } visitas cambiaron y no dejan nada por pagar
}
statement-more-lines = { $n ->
    [one] Mostrar 1 línea más
   *[other] Mostrar { $n } líneas más
}
statement-columns = { $title }: de lo cobrado a lo que usted debe
statement-discount = Descuento del seguro
statement-with-insurance = Con el seguro, no se debe
statement-refused = En revisión, no se debe
statement-share = Su parte
statement-plan-cost = Intereses y cargos de su plan
statement-explain = Explicar esto
statement-line-none = No le toca pagar nada de esta línea.

statement-not-yet-what = No debe nada de esto, y nada de esto está en lo que debe. Por favor, no lo pague.
statement-with = Con { $payer }. Todavía no han decidido.
statement-with-your = Con su seguro. Todavía no han decidido.
statement-looked-into = { $payer } no lo pagó. Lo estamos revisando.
statement-looked-into-your = Su seguro no lo pagó. Lo estamos revisando.

statement-from = De
statement-to = Para
statement-account = Cuenta
statement-issued = Fecha
statement-due-on = Por favor pague antes del
statement-pdf = Abrir en PDF

statement-ways = Lo que puede hacer
statement-questions = ¿Preguntas?
statement-way-online = Pague en línea, con tarjeta o desde su banco
statement-way-phone = Por teléfono, llame al
statement-way-mail = Por correo, envíe un cheque con su número de cuenta { $account } a:
statement-way-plan = Pagar en partes.
statement-way-plan-self = Prepare un plan de pagos en un minuto
statement-way-plan-what = Tal vez pueda pagar en partes, mes por mes. Pregúntenos.
statement-way-afford = ¿No puede pagarlo?
statement-way-afford-what = No es la única persona. Pregunte pronto por ayuda con el costo y por más tiempo.
statement-assistance = Puede recibir atención gratis o por menos con nuestra política de ayuda financiera. La política, un resumen y el formulario:
statement-way-wrong = ¿Algo no parece correcto?
statement-way-wrong-what = Las facturas sí tienen errores, y preguntar está bien. Díganos la visita y la línea.
statement-call = Llame al
statement-write = O escriba a
statement-write-without = sin detalles de su salud.
statement-language-label = Ayuda en su idioma
statement-language = Podemos explicarle esto en su idioma, en letra grande o en otra forma que le sirva, sin costo. Solo pida ayuda.
statement-language-call = Podemos explicarle esto en su idioma, en letra grande o en otra forma que le sirva, sin costo. Llame al { $phone }.
statement-language-other = We can explain this in English, free of charge. Just ask.
statement-language-other-call = We can explain this in English, free of charge. Call { $phone }.

statement-nothing-plan = Su plan de pagos se encarga. Aquí no tiene que pagar nada.
statement-plan-apart = { $amount } están en su plan de pagos.
statement-since-plan = En su plan de pagos
