### La respuesta a quien no puede pagar.

work-hardship = Alguien no puede pagar lo que debe
work-hardship-next = Busque qué ayuda hay y respóndale. Hasta entonces descansan los estados de cuenta, los recordatorios y sus planes.
help-request-title = Pidió ayuda
help-request-household = Hogar
help-request-income = Ingresos al mes, antes de impuestos
help-request-due = Por pagar ahora
help-request-by = Se le dijo al paciente que la respuesta llega a más tardar el { $date }.
help-request-answer = Respuesta
help-request-answer-what = Con la respuesta termina la pausa de la cuenta, y los planes que descansan por ella siguen con sus fechas movidas. Para perdonar parte de la factura o cambiar un plan, hágalo primero en la cuenta.
help-request-outcome = Lo que hay
help-request-help = Hay ayuda
help-request-plan = Un plan de pagos
help-request-nothing = Aquí no hay ayuda
help-request-taken-back = retirada
help-request-words = Con sus palabras
help-request-words-hint = El paciente lo lee. Diga qué hizo y qué sigue.
help-request-send = Enviar la respuesta
help-request-answered = { $name } respondió el { $date }: { $what }.
help-request-withdrawn = { $name } la retiró el { $date }.
sent-kind-hardship = solicitud de ayuda
