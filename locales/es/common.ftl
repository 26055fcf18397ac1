### Lo que cada página dice alrededor de sus propias palabras.

product = Facturas del paciente
product-description = Vea lo que debe, por qué, y páguelo con seguridad.
skip = Ir a la parte principal
demo-label = Demostración
demo-strip = Demostración: sin dinero real ni personas reales.
menu = Menú
menu-home = Lo que debo
menu-payments = Mis pagos
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

way-wrong = Algo no parece correcto
way-afford = No puedo pagar esto ahora

state-on-its-way = en camino
state-checking = verificando
state-not-paid = no pagado
