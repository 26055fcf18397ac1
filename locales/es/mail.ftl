### Correo. Sin cantidades, nada sobre la salud.

mail-questions = ¿Preguntas? Por favor, llame a { $practice }.
mail-questions-phone = ¿Preguntas? Llame a { $practice } al { $phone }. Nunca pedimos su contraseña ni el número de su tarjeta.

mail-receipt-subject = Su recibo de pago está listo
mail-receipt-what = Gracias. { $practice } recibió su pago y el recibo está listo para usted.
mail-receipt-button = Ver el recibo
mail-receipt-note = Inicie sesión para verlo.

mail-statement-subject = Un estado de cuenta de { $practice } está listo
mail-statement-what = Un estado de cuenta de { $practice } está listo para usted.
mail-statement-button = Ver el estado de cuenta
mail-statement-note = Inicie sesión para verlo.

mail-refund-subject = Sobre su pago: una devolución está en camino
mail-refund-what = { $practice } le está devolviendo dinero. Puede tardar de 5 a 10 días en verse en su banco.
mail-refund-button = Ver sus pagos
mail-refund-note = Inicie sesión para verlo. No tiene que hacer nada.

mail-refund-failed-subject = Sobre su pago: por favor, lea esto
mail-refund-failed-what = { $practice } no pudo enviarle su devolución por donde usted pagó. El dinero sigue siendo suyo y se lo enviaremos de otra manera. Por favor, llámenos para saber cuál le conviene.
mail-refund-failed-button = Ver sus pagos
mail-refund-failed-note = Inicie sesión para verlo.

mail-invitation-subject = { $practice } le invita a sus páginas de facturas
mail-invitation-what = { $practice } le invita a ver sus facturas en línea, con cada paso explicado, y a pagarlas con seguridad.
mail-invitation-button = Abrir mi cuenta
mail-invitation-note = El enlace funciona una vez y por unos días. Si no lo esperaba, puede ignorar este correo.

mail-confirm-subject = Por favor, confirme su correo
mail-confirm-what = Creó una cuenta para ver sus facturas de { $practice }. Por favor, confirme que este es su correo.
mail-confirm-button = Confirmar mi correo
mail-confirm-note = El enlace funciona una vez y por poco tiempo. Si no fue usted, puede ignorar este correo.

mail-reset-subject = Elija una contraseña nueva
mail-reset-what = Pidió una contraseña nueva para sus facturas de { $practice }.
mail-reset-button = Elegir una contraseña nueva
mail-reset-note = El enlace funciona una vez y por poco tiempo. Si no fue usted, puede ignorar este correo: su contraseña sigue igual.

mail-already-subject = Ya tiene una cuenta
mail-already-what = Alguien, probablemente usted, intentó crear una cuenta con { $practice } y este correo. Ya existe una. Puede iniciar sesión o elegir allí una contraseña nueva.
mail-already-button = Iniciar sesión
mail-already-note = Si no fue usted, puede ignorar este correo.

mail-sharing-subject = Alguien le pide ayuda con facturas de { $practice }
mail-sharing-what = Alguien que nos dio su correo le pide ayuda con facturas de { $practice }. Abra el enlace para ver quién es, y decida entonces.
mail-sharing-button = Ver quién pide ayuda
mail-sharing-note = El enlace funciona una vez y por dos semanas. Si no quiere ayudar, puede ignorar este correo.

mail-sharing-accepted-subject = Aceptaron su invitación
mail-sharing-accepted-what = Alguien a quien pidió ayuda ya puede ver sus facturas de { $practice }. Puede ver quién es, y terminarlo cuando quiera.
mail-sharing-accepted-button = Ver quién ve mis facturas
mail-sharing-accepted-note = Si no se lo pidió a nadie, termínelo ahí y llámenos.

outbox-title = Buzón de demostración
outbox-what = La demostración no envía correos. Los pone aquí.
outbox-none = Todavía no hay cartas.
outbox-to = para { $to }
