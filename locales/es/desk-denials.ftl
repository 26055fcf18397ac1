### Lo que rechazaron las aseguradoras, como lo trabaja el personal.

denials-title = Rechazos
denials-one = Rechazo
denials-none = Aquí no hay nada rechazado.
denials-refused = Rechazado ahora
denials-count = Abiertos
denials-late-count = Atrasados
denials-recovered = Recuperado
denials-patient-part = Pasó a la parte del paciente
denials-given-up = Cancelado
denials-waits = De nuevo con la aseguradora
denials-who = Paciente
denials-route = Vía
denials-any-route = Cualquier vía
denials-on = Rechazado el
denials-appeal-by = Último día para apelar
denials-days-own = { $n ->
    [one] { $payer } acepta apelaciones durante un día, contado desde { $day }: así lo dice su consultorio de esta aseguradora. Decide el contrato.
   *[other] { $payer } acepta apelaciones durante { $n } días, contados desde { $day }: así lo dice su consultorio de esta aseguradora. Decide el contrato.
}
denials-days-all = { $n ->
    [one] Contado desde { $day }, un día: así lo dice su consultorio de toda aseguradora sin días propios. Decide el contrato.
   *[other] Contado desde { $day }, { $n } días: así lo dice su consultorio de toda aseguradora sin días propios. Decide el contrato.
}
denials-all-open = Todos los abiertos
denials-due-soon = Vencen en diez días hábiles
denials-way-fix = Corregir y enviar de nuevo
denials-way-appeal = Apelar
denials-way-coverage = Pregunta de cobertura
denials-way-coding = Codificación
denials-way-write-off = Cancelar
denials-is-open = Rechazado
denials-is-sent = Enviado de nuevo
denials-is-appealed = Apelado
denials-is-taken-back = Retirado por la aseguradora
denials-is-won = Resuelto
denials-is-partly = Resuelto en parte
denials-is-lost = Perdido
denials-is-written-off = Cancelado por el consultorio
denials-said = Lo que dijo la aseguradora
denials-claim-number = Número de reclamación de la aseguradora
denials-remarks = Códigos de observación
denials-visit-number = Nuestro número de visita
denials-lines = Líneas rechazadas
denials-no-lines = Ya no hay nada rechazado de esta visita.
denials-next = Siguiente paso
denials-next-over = No hay nada que hacer.
denials-next-proposed = Una segunda persona tiene que aceptar que se cancele.
denials-next-sent = Se envió de nuevo. Pregunte a la aseguradora si nada ha llegado para el día de arriba.
denials-next-appealed = Se envió una apelación. Pregunte a la aseguradora si nada ha llegado para el día de arriba.
denials-nothing-due = El paciente no debe nada de esto.
denials-do-sent = Enviado de nuevo
denials-do-appealed = Apelación enviada
denials-sent-title = Se envió algo a la aseguradora
denials-sent-on = Enviado el
denials-sent-reference = Número que le dio la aseguradora
denials-sent-note = Qué se envió
denials-note = Nota
denials-note-what = Solo la lee el personal.
denials-do-note = Anotar
denials-give-up = Cancelarlo
denials-give-up-what = Sale de los libros en el acto y nadie lo paga. El paciente nunca.
denials-give-up-limit = Por encima de { $limit } una segunda persona tiene que aceptar.
denials-give-up-why = Por qué se cancela
denials-give-up-button = Cancelar { $amount }
denials-proposal = { $name } quiere cancelar esto.
denials-agree = Aceptar y cancelarlo
denials-saved = Está guardado.
denials-raced = Alguien fue más rápido, o lo fue la aseguradora. Mire qué pasó; lo que escribió sigue ahí.
denials-step-opened = Rechazado
denials-step-decided = La aseguradora decidió
denials-step-reversed = La aseguradora retiró una decisión
denials-step-assigned = Cambió de responsable
denials-step-noted = Anotado
denials-step-answered = El paciente escribió
denials-step-proposed = Se propuso cancelarlo
denials-step-returned = No se cancela
denials-left = { $amount } rechazado
denials-paid = { $amount } recuperado
denials-to-patient = { $amount } a la parte del paciente
denials-off = { $amount } cancelado
denials-answered = El paciente escribió
denials-heard = Lo que dice el paciente
denials-letter = Carta a la aseguradora
denials-letter-text = La carta
denials-letter-what = Está hecha con los datos de la reclamación, en inglés. Escriba lo que falta donde dice […]; nadie guarda sus cambios.
denials-letter-pdf = Guardar como PDF
denials-number = número { $number }
denials-any-payer = Cualquier aseguradora
denials-appeal-until = apelar hasta
denials-days-now = { $n ->
    [one] un día, hasta { $day }
   *[other] { $n } días, hasta { $day }
}
denials-step-days = Cambiaron los días para apelar
denials-done = { $n ->
    [0] No se cambió nada.
    [one] Se cambió un rechazo.
   *[other] Se cambiaron { $n } rechazos.
}
denials-sent-many = Se envió algo a la aseguradora por los marcados
denials-sent-each = Se anota en cada uno.
denials-give-up-many = Cancelar los marcados
denials-give-up-each = Cada uno por encima de { $limit } espera a una segunda persona.
denials-give-up-all = Cancelarlos
payers-title = Días para apelar
payers-link = Días para apelar, por aseguradora
payers-what = { $n ->
    [one] Cuánto tiempo acepta apelaciones una aseguradora, contado desde su remesa, está en su contrato con ella. Donde usted no dice nada de una aseguradora, es un día.
   *[other] Cuánto tiempo acepta apelaciones una aseguradora, contado desde su remesa, está en su contrato con ella. Donde usted no dice nada de una aseguradora, son { $n } días.
}
payers-moves = Cuando cambia los días de una aseguradora, sus rechazos abiertos se cuentan de nuevo desde el día del rechazo. Cada uno dice después quién lo cambió.
payers-none = Todavía no llegó ninguna remesa, así que no se conoce ninguna aseguradora.
payers-payer = Aseguradora
payers-open = Rechazos abiertos
payers-days = Días para apelar
payers-changed = Cambiado
payers-own = { $n ->
    [one] un día
   *[other] { $n } días
}
payers-all = { $n ->
    [one] vacío: un día, como para todas
   *[other] vacío: { $n } días, como para todas
}
payers-moved = { $n ->
    [0] Ningún rechazo abierto tiene otro último día.
    [one] Un rechazo abierto tiene otro último día.
   *[other] { $n } rechazos abiertos tienen otro último día.
}
payers-save = Guardar
work-denial-approval = Cancelar { $amount } que rechazó una aseguradora espera a una segunda persona
work-denial-approval-next = Un colega quiere darlo por perdido. Acepte, o devuélvalo con una nota. Quien lo propuso no puede aceptar.
may-work-denials = trabajar lo que rechazaron las aseguradoras
may-write-off-denials = cancelar lo que rechazaron las aseguradoras

## Qué hacer después, según la razón de la aseguradora: consejo nuestro.
denial-next-other = Lea la razón y los códigos de observación. Corrija la reclamación, o llame a la aseguradora.
denial-next-coverage = Pregunte al paciente qué seguro tenía ese día. Complete con él la reclamación y envíela de nuevo.
denial-next-write-off = Revise que el otro servicio se haya pagado. Si es así, no cabe esperar más y esto se puede cancelar.
denial-next-4 = Compare el modificador de la línea con las notas. Corríjalo y envíe de nuevo la reclamación.
denial-next-5 = Revise el lugar de la atención. Corrija el código o el lugar, y envíe de nuevo la reclamación.
denial-next-6 = Revise la fecha de nacimiento del paciente y el código. Corrija lo que esté mal y envíe de nuevo la reclamación.
denial-next-7 = Revise el sexo registrado en el plan y el código. Corrija lo que esté mal y envíe de nuevo la reclamación.
denial-next-8 = Revise qué tipo de proveedor tiene registrado la aseguradora. Corrija el proveedor o el código, y envíe de nuevo la reclamación.
denial-next-9 = Revise el diagnóstico y la fecha de nacimiento. Corrija lo que esté mal y envíe de nuevo la reclamación.
denial-next-10 = Revise el diagnóstico y el sexo registrado en el plan. Corrija lo que esté mal y envíe de nuevo la reclamación.
denial-next-11 = Pregunte al proveedor si otro diagnóstico de las notas explica el servicio. Envíe una reclamación corregida, o apele con las notas.
denial-next-15 = Busque el número de autorización y sus fechas. Póngalo en la reclamación y envíela de nuevo.
denial-next-16 = Lea los códigos de observación: dicen qué falta o qué está mal. Complete la reclamación y envíela de nuevo.
denial-next-18 = Busque la primera decisión de la aseguradora. Si el servicio se dio de verdad dos veces, indíquelo y envíe de nuevo la reclamación.
denial-next-22 = Pregunte al paciente qué plan paga primero. Envíe allí la reclamación, o envíe a esta aseguradora la decisión de la otra.
denial-next-26 = Pregunte al paciente qué seguro tenía ese día. Cobre a ese seguro, o pida al plan que corrija sus fechas.
denial-next-27 = Pregunte al paciente qué seguro tiene ahora. Cobre a ese seguro, o pida al plan que corrija sus fechas.
denial-next-29 = Busque una prueba de que se envió a tiempo, como el informe de la cámara de compensación. Apele con ella, o cancélelo.
denial-next-31 = Pida al paciente una foto de la tarjeta. Compare nombre, fecha de nacimiento y número de miembro, y envíe de nuevo la reclamación.
denial-next-39 = Lea por qué se negó la autorización. Apele con las notas del proveedor.
denial-next-49 = Revise si la visita fue de rutina o por una molestia. Corrija los códigos si las notas lo dicen, y envíe de nuevo la reclamación.
denial-next-50 = Lea la regla de la aseguradora para este servicio. Apele con las notas que muestran por qué fue necesario.
denial-next-55 = Lea la regla de la aseguradora para este tratamiento. Apele con las notas y, si los hay, con estudios publicados.
denial-next-56 = Lea la regla de la aseguradora para este tratamiento. Apele con las notas que muestran por qué se eligió.
denial-next-96 = Lea los códigos de observación y los beneficios del plan. Corrija la reclamación si está cubierto; pregunte al paciente por otro seguro.
denial-next-97 = Revise si los dos servicios fueron separados. Envíe una reclamación corregida con el modificador adecuado, o cancélelo.
denial-next-109 = Pida al paciente el seguro correcto, o búsquelo. Envíe allí la reclamación.
denial-next-125 = Compare la reclamación con los cargos. Corrija el error y envíela de nuevo.
denial-next-129 = Revise qué dice la reclamación de la decisión de la primera aseguradora. Corríjalo y envíela de nuevo.
denial-next-140 = Pida al paciente una foto de la tarjeta. Corrija el nombre o el número de miembro, y envíe de nuevo la reclamación.
denial-next-148 = Pida al otro proveedor o aseguradora lo que falta. Envíelo con la reclamación.
denial-next-151 = Compare las unidades con las notas. Corríjalas, o apele con las notas.
denial-next-163 = Busque el anexo que nombra la reclamación. Envíelo con el número de reclamación.
denial-next-167 = Pregunte al proveedor si otro diagnóstico de las notas corresponde. Envíe una reclamación corregida, o apele.
denial-next-181 = Revise que el código fuera válido el día de la visita. Corríjalo y envíe de nuevo la reclamación.
denial-next-182 = Revise que el modificador fuera válido el día de la visita. Corríjalo y envíe de nuevo la reclamación.
denial-next-197 = Busque si hay autorización, o pídala después. Apele con ella, o con la razón por la que no hubo tiempo de pedirla.
denial-next-198 = Compare lo autorizado con lo que se dio. Pida que se autorice más, o apele con las notas.
denial-next-199 = Compare el código de ingreso con el del procedimiento. Corríjalos y envíe de nuevo la reclamación.
denial-next-204 = Revise los beneficios del plan. Pregunte al paciente por otro seguro, o apele si el plan lo cubre.
denial-next-226 = Averigüe qué pidió la aseguradora y cuándo. Envíelo con el número de reclamación.
denial-next-227 = Pida al paciente lo que la aseguradora le pidió. Envíelo, o pida al paciente que llame a la aseguradora.
denial-next-251 = Compare lo que se envió con lo que se pidió. Envíe lo que falta con el número de reclamación.
denial-next-252 = Envíe los papeles que nombran los códigos de observación, con el número de reclamación.
