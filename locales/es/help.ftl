### Ayuda, que hoy es una llamada o un correo.

help-title = Ayuda
help-wrong = Algo no parece correcto
help-afford = No puedo pagar esto ahora
help-reach = Hable con nosotros
help-call = Llamar al { $phone }
help-email = Escribir a { $email }
help-email-caution = El correo electrónico no es privado. Por favor, no incluya detalles de su salud.
help-reach-letter = Encontrará el número de teléfono en su factura de papel.
help-at-hand = Qué tener a la mano
help-say = Qué puede decir
help-hand-visit = La fecha de la visita. Está en su lista de visitas.
help-hand-line = El nombre de la línea que no parece correcta, como “Office visit”.
help-hand-card = Su tarjeta del seguro, si se trata de su seguro.
help-hand-income = Cuánto podría pagar al mes y más o menos cuánto gana su hogar.

help-wrong-lead = Las facturas sí tienen errores, y preguntar está bien. Una persona lo revisará con usted.
help-look-first = Primero, una mirada rápida
help-wrong-look-1 = ¿Tuvo esta visita, en ese día?
help-wrong-look-2 = ¿Está el seguro correcto?
help-wrong-look-3 = ¿Pagó algo en la recepción que no aparece?
help-wrong-say = “Hola. Tengo una pregunta sobre mi factura de la visita del … . La línea … no me parece correcta. ¿Puede revisarla y detener mi factura hasta entonces?”
help-wrong-insurer = Si cree que su seguro debió pagar más, llame también al número que está detrás de su tarjeta. Puede pedirles que lo revisen.

help-afford-lead = No es la única persona a quien le pasa, y es bueno preguntar temprano. Por favor, hable con nosotros antes de pagarlo con una tarjeta de crédito.
help-ask = Qué puede pedir
help-afford-ask-1 = Pagar en partes, mes por mes.
help-afford-ask-2 = Ayuda con el costo, si sus ingresos son bajos.
help-afford-ask-3 = Más tiempo.
help-afford-say = “Hola. Recibí una factura y no puedo pagarla toda ahora. ¿Qué ayuda hay? ¿Puedo pagarla en partes?”
help-afford-part = También puede pagar una parte hoy, lo que le convenga, desde $1.

help-safe = ¿De verdad somos nosotros?
help-safe-what = Nunca pedimos su contraseña ni el número de su tarjeta por teléfono o correo. Si no está seguro, llame al número de su factura de papel.

languages-title = Ayuda gratuita en su idioma
languages-lead = Le explicamos su cuenta en su idioma, en letra grande o en otra forma que le sirva. No le cuesta nada.
languages-more = Lo que ofrecemos en otros idiomas
