### Respuestas que guarda el consultorio.

answers-title = Respuestas para usar otra vez
answers-what = Quien le escribe a un paciente las encuentra junto a las palabras de siempre. Se pueden cambiar antes de enviarlas.
answers-none = Todavía no hay ninguna.
answers-new = Guardar una respuesta
answers-name = Nombre
answers-name-hint = Para encontrarla otra vez. Los pacientes no lo ven.
answers-en = En inglés
answers-es = En español
answers-keep = Guardarla
answers-save = Guardar
answers-remove = Quitar
answers-change = Cambiar
answers-saved = Quedó guardado.
error-answer-name = Póngale un nombre de 80 letras como máximo.
error-answers-many = Ya hay cien guardadas. Quite una que nadie use.
