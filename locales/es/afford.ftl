### Quien no puede pagar lo dice aquí.

afford-what = Díganos dos cosas, y nada más. Una persona del consultorio busca qué ayuda hay y le responde aquí.
afford-household = ¿Cuántas personas viven de sus ingresos, incluida usted?
afford-people = { $n ->
    [one] 1 persona
    [12] 12 personas o más
   *[other] { $n } personas
}
afford-income = Lo que su hogar recibe al mes antes de impuestos
afford-income-1500 = Menos de $1,500
afford-income-3000 = De $1,500 a $3,000
afford-income-5000 = De $3,000 a $5,000
afford-income-more = $5,000 o más
afford-income-unsaid = Prefiero no decirlo
afford-send = Pedir ayuda
afford-then = Desde ese momento no enviamos recordatorios ni tomamos pagos por nuestra cuenta hasta que tenga una respuesta. Tarda hasta cinco días hábiles.
afford-only = Solo lo ven las personas del consultorio que trabajan con facturas. No cambia su atención, y nada de esto va a su seguro.
afford-asked = Pidió ayuda el { $date }.
afford-answer-by = Respondemos a más tardar el { $date }.
afford-rests = No llegan estados de cuenta ni recordatorios, y no se agregan cargos por atraso hasta que tenga nuestra respuesta.
afford-rests-plans = No llegan estados de cuenta ni recordatorios, y no se agregan cargos por atraso hasta que tenga nuestra respuesta. Su plan de pagos descansa: no se toma nada, y sus fechas se mueven.
afford-owe-stays = Lo que debe queda igual hasta entonces.
afford-withdraw = Ya no necesito ayuda
afford-withdraw-what = Entonces todo sigue como antes.
afford-answer-help = El { $date } respondimos: hay ayuda para usted.
afford-answer-plan = El { $date } respondimos: tal vez le convenga pagar en partes.
afford-answer-nothing = El { $date } respondimos: no tenemos ayuda para este costo.
afford-answer-withdrawn = El { $date } nos dijo que ya no necesita ayuda.
afford-home-waits = Pidió ayuda con el costo. Hasta que tenga una respuesta no se toma nada, y no llegan recordatorios.
afford-home-answered = Tiene nuestra respuesta sobre la ayuda con el costo.
afford-home-see = Ver su solicitud
