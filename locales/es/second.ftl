# Un código además de la contraseña, para el personal.
second-title = Segundo factor
second-code-title = Un código de una aplicación
second-what = Un código de una aplicación de su teléfono, además de su contraseña: quien la conozca no podrá entrar solo con ella.
second-no-key = Esta instalación aún no tiene una clave para guardar códigos con seguridad. Quien la administra define OPENBALANCE_DOCUMENT_KEY.
second-required = Su consultorio pide un segundo factor a todo el personal. Active un código, o agregue una llave de acceso, para continuar.
second-begin = Activarlo
second-scan = Escanee esto con su aplicación
second-scan-what = Sirve cualquier aplicación de códigos, como Google Authenticator, Microsoft Authenticator o 1Password. Después escriba los seis dígitos que muestra.
second-by-hand = O escriba esta clave en la aplicación:
second-code = Código
second-code-hint = Los seis dígitos de su aplicación, o uno de sus códigos de recuperación.
second-confirm = Activar
second-done = Está activado. Desde ahora entra también con un código.
second-codes = Sus códigos de recuperación
second-codes-once = Guárdelos ahora: se muestran solo esta vez. Cada uno abre la puerta una vez, para el día en que no tenga su teléfono.
second-kept = Ya los guardé
second-on = Está activado, desde
second-codes-left = { $n ->
    [0] No queda ningún código de recuperación. Pida nuevos ahora.
    [one] Queda un código de recuperación.
   *[other] Quedan { $n } códigos de recuperación.
}
second-new-codes = Códigos de recuperación nuevos
second-end = Desactivarlo
second-no-end = Su consultorio pide un segundo factor a todo el personal; por eso queda activado.
second-column = Segundo factor
second-has = Sí
second-none = No
second-take = Quitarlo
second-require = Todas las personas del equipo entran también con un código, o con una llave de acceso
second-door-title = Su código
second-door-passkey = Su llave de acceso
second-door-go = Entrar
second-door-lost = ¿No tiene su teléfono? Escriba uno de sus códigos de recuperación, o pida ayuda a la administración de su consultorio.
second-door-back = Empezar de nuevo
error-code = Este código no es correcto, o ya se usó. Los códigos cambian cada 30 segundos.
error-no-key = Esta instalación aún no tiene clave; por eso no puede pedir códigos.
# Mostrar de nuevo quién es, antes de mover dinero o llevarse mucho.
again-title = ¿Sigue siendo usted?
again-why = Lo que pidió mueve dinero, da acceso a alguien o se lleva muchos datos. Espera su respuesta, y no se pierde nada de lo que escribió. Su respuesta vale media hora.
again-owed = Entró solo con su contraseña, y ahora se pide más. Muestre su segundo factor para continuar.
again-go = Continuar
again-back = Dejarlo
error-again = Esta contraseña no es correcta.
