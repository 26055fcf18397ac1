### Personal: emisiones de estados de cuenta, cartas, la regla del consultorio, y los
### estados de cuenta de una cuenta.

staff-statements = Estados de cuenta
staff-statement-title = Estado de cuenta
staff-statement-what = Lo que lee el paciente. Se guarda como se emitió.

runs-title = Emisiones
runs-preview = Preparar una emisión
runs-none = Todavía no hay emisiones.
run-title = Emisión de estados de cuenta
run-made = Preparado
run-ready = Por salir
run-ready-amount = Lo que deben
run-issued = Emitidos
run-held = Retenidos
run-preview = vista previa
run-released = saliendo
run-done = lista
run-cancelled = abandonada
run-nothing = Ninguna cuenta de esta emisión recibe un estado de cuenta.
run-kept-back = { $n ->
    [one] 1 cuenta está retenida; la lista dice por qué.
   *[other] { $n } cuentas están retenidas; la lista dice por qué.
}
run-emails = { $n ->
    [one] 1 correo
   *[other] { $n } correos
}
run-letters = { $n ->
    [one] 1 carta
   *[other] { $n } cartas
}
run-will = { $n ->
    [one] Al soltarla se emite 1 estado de cuenta, { $amount } en total: { $ways }.
   *[other] Al soltarla se emiten { $n } estados de cuenta, { $amount } en total: { $ways }.
}
run-will-what = Los correos salen enseguida, las cartas después de los días de espera. Justo antes se pregunta otra vez si cada cuenta todavía debe.
run-release = Soltar
run-cancel = Abandonar
run-given-up = Esta emisión se abandonó. No salió nada.
run-so-far = { $n ->
    [one] Se emitió 1 estado de cuenta.
   *[other] Se emitieron { $n } estados de cuenta.
}
run-left = { $n ->
    [one] Queda 1.
   *[other] Quedan { $n }.
}
run-accounts = Cuentas de esta emisión
run-empty = Ninguna cuenta debe nada.
run-more = Hay más cuentas de las que se muestran aquí. Las cifras las cuentan todas.
run-fate = Estado de cuenta
run-gets = recibe uno
run-got = emitido
run-change = Cambiar
run-leave-out = Dejar fuera
run-take-in = Incluir
whynot-nothing-due = no se debe nada
whynot-too-little = se debe menos que el mínimo de la regla
whynot-recent = salió uno hace poco
whynot-on-its-way = un pago bancario que lo cubre está en camino
whynot-in-plan = un plan de pagos lo cubre todo
whynot-held = la cuenta está en espera
whynot-deceased = el responsable falleció
whynot-bad-address = el correo volvió y no hay acceso en línea
whynot-left-out = se dejó fuera a mano

letters-title = Cartas
letters-what = Una carta espera unos días después del correo electrónico. Quien paga, pregunta o deja el papel mientras tanto no recibe ninguna.
letters-print = Imprimir lo que espera
letters-waiting = En espera
letters-saved = Ahorradas
letters-batched = { $n ->
    [one] 1 carta está en el lote nuevo.
   *[other] { $n } cartas están en el lote nuevo.
}
letters-none = A ninguna carta le toca todavía.
batches-none = Todavía no hay lotes.
batch-by = Por
batch-letters = Cartas
batch-print = Para imprimir
batch-vendor = Para un servicio de envíos
batch-pdf = PDF
batch-csv = Lista (CSV)

policy-title = La regla
policy-saved = La regla está guardada.
policy-cycle = ¿Cuándo se preparan emisiones solas?
policy-by-hand = Nunca
policy-monthly = Una vez al mes
policy-after-decision = Tras una decisión
policy-day = Día del mes
policy-day-hint = Del 1 al 28.
policy-days-after = Días después de la última decisión
policy-minimum = Cantidad mínima
policy-minimum-hint = Quien debe menos no recibe un estado de cuenta.
policy-due-days = Días para pagar
policy-due-days-hint = De la emisión al vencimiento.
policy-paper-days = Días que espera el papel
policy-paper-days-hint = Después del correo electrónico.
policy-rest-days = Días de descanso
policy-rest-days-hint = Entre dos de ellos.
policy-button = Guardar la regla

## En una cuenta

account-statements = Estados de cuenta
account-statements-none = Todavía no hay estados de cuenta.
account-issue = Emitir uno ahora
account-statement = Número
account-statement-on = Emitido
account-statement-by = Vence
account-letter = Carta
account-corrects = toma el lugar de { $number }
account-correct = Corregir
account-returned = La carta volvió
account-issued = Se emitió un estado de cuenta.
account-not-issued = No se emite un estado de cuenta ahora: { $why }.
account-corrected = Se emitió un estado de cuenta nuevo, que toma el lugar del otro.
account-letter-returned = Anotado. La dirección está en espera hasta que alguien la termine.
account-hold-added = Los recordatorios y estados de cuenta descansan desde ahora.
account-hold-ended = Los recordatorios y estados de cuenta siguen.
letter-none = ninguna
letter-waits = espera
letter-sent = enviada
letter-returned = volvió

holds-title = Esperas
hold-what = Mientras dura una espera, no sale ningún estado de cuenta, carta ni recordatorio.
hold-reason = ¿Por qué?
hold-reason-chargeback = un banco disputa un pago
hold-reason-deceased = El responsable falleció
hold-reason-bad_address = La dirección no es correcta
hold-reason-dispute = Cuestionan la factura
hold-reason-assistance = Pidieron ayuda con el costo
hold-reason-other = Otro motivo
hold-add = Poner en espera
hold-end = Terminar esta espera
hold-deceased = El responsable falleció; se sabe desde el { $since }. No se envía nada; escriba a la sucesión a mano.
hold-bad-address = El correo volvió de la dirección; se sabe desde el { $since }. Solo quien inicia sesión recibe estados de cuenta.
hold-dispute = Cuestionan la factura desde el { $since }. Los estados de cuenta, recordatorios y la cobranza descansan.
hold-assistance = Pidieron ayuda con el costo el { $since }. Los estados de cuenta, recordatorios y la cobranza descansan.
hold-other = En espera desde el { $since }. Los estados de cuenta, recordatorios y la cobranza descansan.
