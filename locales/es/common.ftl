### Lo que cada página dice alrededor de sus propias palabras.

product = Facturas del paciente
product-description = Vea lo que debe, por qué, y páguelo con seguridad.
skip = Ir a la parte principal
demo-label = Demostración
demo-strip = Demostración: sin dinero real ni personas reales.
menu = Menú
menu-home = Lo que debo
menu-payments = Mis pagos
menu-statements = Estados de cuenta
menu-history = Historial
menu-household = Hogar
menu-help = Ayuda
menu-settings = Ajustes
menu-sign-out = Cerrar sesión
back-home = Lo que debo
back-sign-in = Volver a iniciar sesión
footer-questions = ¿Preguntas sobre una factura? Hable con una persona.

your-insurance = su seguro
for-you = para usted
for-name = para { $name }
visit-with = { $title } con { $provider }

way-ask = Hacer una pregunta
way-wrong = Algo no parece correcto
way-afford = No puedo pagar esto ahora

state-on-its-way = en camino
state-checking = verificando
state-not-paid = no pagado
state-sent-back = devuelto
state-taken-back = retirado

method-cash-desk = Efectivo en el mostrador
method-check-desk = Cheque en el mostrador
method-terminal-desk = Tarjeta en el mostrador

back-sending = { $to ->
    [card] Estamos devolviendo { $amount } a su tarjeta.
    [bank] Estamos devolviendo { $amount } a su cuenta bancaria.
   *[desk] Le estamos devolviendo { $amount }.
}
back-checking = Estamos verificando con el banco que { $amount } van de vuelta a usted. No tiene que hacer nada.
back-on-the-way = { $to ->
    [card] Devolvimos { $amount } a su tarjeta el { $date }.
    [bank] Devolvimos { $amount } a su cuenta bancaria el { $date }.
   *[desk] Le devolvimos { $amount } el { $date }.
} Puede tardar de 5 a 10 días en verse.
back-done = { $to ->
    [card] { $amount } volvieron a su tarjeta el { $date }.
    [bank] { $amount } volvieron a su cuenta bancaria el { $date }.
   *[desk] Le devolvimos { $amount } el { $date }.
}
back-failed = { $to ->
    [card] Su tarjeta no pudo recibir de vuelta { $amount }.
    [bank] Su cuenta bancaria no pudo recibir de vuelta { $amount }.
   *[desk] Todavía no pudimos devolverle { $amount }.
} Siguen siendo suyos: se los enviaremos de otra manera.
back-taken = Su banco retiró { $amount } de este pago, así que se deben otra vez. { $to ->
    [bank] Si no está seguro de por qué, llámenos.
   *[card] Si usted no lo pidió, llámenos.
}
