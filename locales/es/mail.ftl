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
mail-statement-pay = Pagar sin iniciar sesión

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

mail-emergency-subject = Se tomó el acceso de emergencia
mail-emergency-what = Alguien tomó el acceso de emergencia a registros de { $practice }. Termina solo en una hora. Por favor, revise quién fue, por qué y qué abrió.
mail-emergency-button = Revisarlo
mail-emergency-note = Recibe esto porque es administrador del consultorio.

mail-second-on-subject = Su inicio de sesión pide ahora un código
mail-second-on-what = Desde ahora entra a { $practice } con un código de su aplicación además de su contraseña.
mail-second-on-button = Ver su segundo factor
mail-second-on-note = Si no fue usted, avise enseguida a la administración de su consultorio y elija una contraseña nueva.

mail-second-off-subject = Su inicio de sesión ya no pide código
mail-second-off-what = El código además de su contraseña se desactivó para { $practice }, por usted o por la administración. Ahora basta la contraseña.
mail-second-off-button = Activarlo otra vez
mail-second-off-note = Si usted no sabía nada de esto, avise enseguida a la administración de su consultorio y elija una contraseña nueva.

mail-passkey-added-subject = Se agregó una llave de acceso a su cuenta
mail-passkey-added-what = Desde ahora una llave de acceso abre su cuenta con { $practice }, sin su contraseña. La agregó en su propia página.
mail-passkey-added-button = Ver sus llaves de acceso
mail-passkey-added-note = Si no fue usted, quítela allí, elija una contraseña nueva y llame a { $practice } de inmediato.

mail-passkey-removed-subject = Se quitó una de sus llaves de acceso
mail-passkey-removed-what = Una llave de acceso ya no abre su cuenta con { $practice }. La quitó usted, lo hizo la administración, o parecía copiada.
mail-passkey-removed-button = Ver sus llaves de acceso
mail-passkey-removed-note = Si no sabe nada de esto, elija una contraseña nueva y llame a { $practice } de inmediato.

mail-sharing-subject = Alguien le pide ayuda con facturas de { $practice }
mail-sharing-what = Alguien que nos dio su correo le pide ayuda con facturas de { $practice }. Abra el enlace para ver quién es, y decida entonces.
mail-sharing-button = Ver quién pide ayuda
mail-sharing-note = El enlace funciona una vez y por dos semanas. Si no quiere ayudar, puede ignorar este correo.

mail-sharing-accepted-subject = Aceptaron su invitación
mail-sharing-accepted-what = Alguien a quien pidió ayuda ya puede ver sus facturas de { $practice }. Puede ver quién es, y terminarlo cuando quiera.
mail-sharing-accepted-button = Ver quién ve mis facturas
mail-sharing-accepted-note = Si no se lo pidió a nadie, termínelo ahí y llámenos.

mail-plan-signed-subject = Una copia de lo que aceptó
mail-plan-signed-what = Gracias. Lo que acordó con { $practice } quedó listo. Puede leer, imprimir o guardar su copia, y también las fechas.
mail-plan-signed-button = Ver mi copia
mail-plan-signed-note = Inicie sesión para verla. Si usted no aceptó nada, por favor, llámenos.

mail-plan-coming-subject = Se acerca un pago
mail-plan-coming-what = Su próximo pago a { $practice } vence en tres días. Lo hace usted.
mail-plan-coming-button = Ver y pagar
mail-plan-coming-note = Inicie sesión para verlo. Si el día no le conviene, puede cambiarlo allí.

mail-plan-coming-taken-subject = Se acerca un pago
mail-plan-coming-taken-what = Su próximo pago a { $practice } vence en tres días. Lo cobramos como usted eligió. No tiene que hacer nada.
mail-plan-coming-taken-button = Ver el pago
mail-plan-coming-taken-note = Inicie sesión para verlo. Allí puede cambiar el día o detener los pagos automáticos.

mail-plan-missed-subject = Un pago no nos llegó
mail-plan-missed-what = Un pago a { $practice } no nos ha llegado. Puede pasar. Puede pagarlo ahora o moverlo, en un minuto.
mail-plan-missed-button = Ver qué puedo hacer
mail-plan-missed-note = Inicie sesión para verlo. Si ahora le cuesta pagar, llámenos o pida ayuda allí: preferimos saberlo.

mail-plan-declined-subject = Un pago no se pudo hacer
mail-plan-declined-what = Su banco no dejó pasar un pago a { $practice }. No se cobró nada. La página dice qué sigue.
mail-plan-declined-button = Ver qué sigue
mail-plan-declined-note = Inicie sesión para verlo. Allí puede pagar de otra manera o cambiar cómo paga.

mail-plan-over-cap-subject = Preguntamos antes de cobrar
mail-plan-over-cap-what = El próximo pago a { $practice } sería más de lo que usted aceptó que cobremos de una vez. Por eso no cobramos nada. Por favor, mire y diga qué le conviene.
mail-plan-over-cap-button = Mirar y decidir
mail-plan-over-cap-note = Inicie sesión para verlo.

mail-plan-method-subject = Por favor, elija cómo quiere pagar
mail-plan-method-what = Sus pagos a { $practice } necesitan otra tarjeta o cuenta de banco antes del próximo. No se cobra nada hasta que usted elija.
mail-plan-method-button = Elegir cómo pagar
mail-plan-method-note = Inicie sesión para verlo. También puede pagar usted cada vez.

mail-plan-changed-subject = Sus fechas o cantidades de pago cambiaron
mail-plan-changed-what = Algo de sus pagos a { $practice } cambió. La página muestra cómo era antes, cómo es ahora y por qué.
mail-plan-changed-button = Ver qué cambió
mail-plan-changed-note = Inicie sesión para verlo. Nada sube sin su consentimiento.

mail-plan-broken-subject = Hay un camino de vuelta
mail-plan-broken-what = Lo que acordó con { $practice } se detuvo, porque no nos llegaron pagos. Con un solo toque vuelve a empezar, y lo que faltó pasa al final.
mail-plan-broken-button = Seguir adelante
mail-plan-broken-note = Inicie sesión para verlo. Si la cantidad es demasiada, llámenos: hay otras maneras.

mail-plan-finished-subject = Todo pagado. Gracias
mail-plan-finished-what = Usted pagó todo lo que acordó con { $practice }. Gracias.
mail-plan-finished-button = Verlo una vez más
mail-plan-finished-note = Inicie sesión para verlo. No se cobra nada más.

outbox-title = Buzón de demostración
outbox-what = La demostración no envía correos. Los pone aquí.
outbox-none = Todavía no hay cartas.
outbox-to = para { $to }

mail-pay-link-subject = Su enlace nuevo de { $practice }
mail-pay-link-what = Usted pidió un enlace nuevo a { $practice }. Abre su factura después de una pregunta, sin cuenta.
mail-pay-link-button = Ver mi factura
mail-pay-link-note = Si no lo pidió, puede ignorar este correo. El enlace sirve durante 30 días.

mail-bill-link-subject = Su factura de { $practice }
mail-bill-link-what = { $practice } le envía un enlace a su factura. Se abre después de una pregunta, sin cuenta.
mail-bill-link-button = Ver mi factura
mail-bill-link-note = Puede pagar todo o una parte, o decirnos que algo parece estar mal.
mail-dispute-opened-subject = Recibimos su mensaje
mail-dispute-opened-what = Tenemos su mensaje sobre su factura. La página de abajo muestra la referencia y lo que sigue.
mail-dispute-opened-button = Ver su mensaje
mail-dispute-opened-note = No tiene que hacer nada por ahora.
mail-dispute-read-subject = Alguien está revisando su mensaje
mail-dispute-read-what = Una persona de { $practice } leyó su mensaje sobre su factura y lo está revisando.
mail-dispute-read-button = Ver su mensaje
mail-dispute-read-note = No tiene que hacer nada por ahora.
mail-dispute-asked-subject = Tenemos una pregunta para usted
mail-dispute-asked-what = Para seguir con su mensaje sobre su factura, necesitamos preguntarle algo.
mail-dispute-asked-button = Leer y responder
mail-dispute-asked-note = No se le pide nada por eso hasta que tengamos su respuesta.
mail-dispute-wrote-subject = Un mensaje nuevo para usted
mail-dispute-wrote-what = Le escribimos sobre su factura.
mail-dispute-wrote-button = Leer el mensaje
mail-dispute-wrote-note = Puede responder en la misma página.
mail-dispute-decided-subject = Hay una respuesta a su mensaje
mail-dispute-decided-what = Revisamos su mensaje sobre su factura y hay una respuesta.
mail-dispute-decided-button = Leer la respuesta
mail-dispute-asked-insurer-subject = Estamos preguntando por su factura
mail-dispute-asked-insurer-what = Para seguir con su mensaje sobre su factura, le preguntamos al seguro. Le avisamos cuando responda.
mail-dispute-asked-insurer-button = Ver su mensaje
mail-dispute-asked-insurer-note = No tiene que hacer nada por ahora.
mail-dispute-insurer-answered-subject = Seguimos con su mensaje
mail-dispute-insurer-answered-what = El seguro respondió, y estamos revisando otra vez su mensaje sobre su factura.
mail-dispute-insurer-answered-button = Ver su mensaje
mail-dispute-insurer-answered-note = No tiene que hacer nada por ahora.
mail-dispute-closed-subject = Su mensaje sobre su factura está cerrado
mail-dispute-closed-what = Lo que se preguntó o se reclamó quedó resuelto y está cerrado. La página de abajo lo guarda todo.
mail-dispute-closed-button = Ver lo que se dijo
mail-dispute-closed-note = Si algo todavía no está bien, escríbanos desde la visita.
mail-dispute-decided-note = La página también dice qué puede hacer si no está de acuerdo.

mail-answers-yours-subject = Tiene una factura que revisar
mail-answers-yours-what = Una factura de { $practice } está a su nombre desde ahora. La página de abajo muestra de dónde viene y cuánto queda.
mail-answers-yours-button = Ver la factura
mail-answers-yours-note = No se le cobra nada de forma automática. Si esto no es correcto, llámenos, por favor.
mail-answers-not-yours-subject = Una factura ya no es suya
mail-answers-not-yours-what = Desde ahora, otra persona responde por una factura de { $practice }. Lo que usted pagó sigue en su cuenta, con sus recibos.
mail-answers-not-yours-button = Ver su cuenta
mail-answers-not-yours-note = Los pagos automáticos de esa factura se han detenido. Si esto no es correcto, llámenos, por favor.
mail-contact-changed-subject = Cambiamos cómo nos comunicamos con usted
mail-contact-changed-what = Alguien de { $practice } cambió la dirección de correo o el número de teléfono de su cuenta.
mail-contact-changed-button = Ver su cuenta
mail-contact-changed-note = Si usted no lo pidió, llámenos, por favor.
mail-practice-left-subject = Dónde pagar desde ahora
mail-practice-left-what = { $practice } ya no recibe pagos aquí. Los planes de pagos de aquí terminaron y no se cobra nada de forma automática.
mail-practice-left-button = Ver dónde pagar
mail-practice-left-note = Todavía puede leer sus facturas y recibos.
mail-practice-merged-subject = Su consultorio tiene un nombre nuevo
mail-practice-merged-what = Un consultorio con el que tiene facturas pasó a ser parte de otro y ahora se llama { $practice }. Las facturas, los pagos y los planes de pagos siguen como estaban.
mail-practice-merged-button = Ver su cuenta
mail-practice-merged-note = No tiene que hacer nada.
mail-colleague-subject = Le piden que trabaje con un consultorio
mail-colleague-what = { $practice } le pide que trabaje con ellos en las facturas de pacientes. El enlace se abre durante siete días.
mail-colleague-button = Ver de qué se trata
mail-colleague-note = Si no lo esperaba, no haga nada: entonces no pasa nada.
mail-hardship-asked-subject = Recibimos su solicitud
mail-hardship-asked-what = { $practice } recibió su solicitud y la está revisando. Sabrá de nosotros en un plazo de cinco días hábiles.
mail-hardship-asked-button = Ver su solicitud
mail-hardship-asked-note = Hasta entonces no tiene que hacer nada.
mail-hardship-answered-subject = Respondimos a su solicitud
mail-hardship-answered-what = { $practice } respondió a su solicitud. Inicie sesión para leer la respuesta.
mail-hardship-answered-button = Leer la respuesta
mail-hardship-answered-note = Si algo no queda claro, llámenos.
