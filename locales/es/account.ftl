### Entrar.

sign-in-title = Iniciar sesión
sign-in-head = Inicie sesión para ver su factura
sign-in-button = Iniciar sesión
sign-in-forgot = Olvidé mi contraseña
sign-in-new = ¿Es su primera vez?
sign-in-new-what = Tenga su factura de papel a la mano. Toma dos minutos.
sign-in-register = Crear su cuenta
sign-in-signed-out = Cerró su sesión.
sign-in-password-changed = Su contraseña cambió. Por favor, inicie sesión con la nueva.
sign-in-expired = Cerramos su sesión para que sus facturas sigan siendo privadas. Por favor, iníciela de nuevo.
sign-in-registered = Su cuenta está lista. Por favor, inicie sesión.

field-email = Correo electrónico
field-email-hint = Con él inicia sesión. Le enviamos recibos, nunca cantidades.
field-password = Contraseña
field-current-password = La contraseña que tiene ahora
field-new-password = Contraseña nueva
field-choose-password = Elija una contraseña
field-new-password-hint = 12 caracteres o más. Unas palabras seguidas funcionan bien.
field-practice = Su consultorio
field-practice-choose = Por favor, elija
field-account = Número de cuenta
field-account-hint = Está arriba en su factura de papel, como A-20418.
field-birth-date = Fecha de nacimiento del paciente
field-birth-date-hint = Por ejemplo, 7 19 1984 (mes, día, año).
field-month = Mes
field-day = Día
field-year = Año
field-zip = Código postal
field-zip-hint = De la dirección a la que se envió la factura.

register-title = Crear su cuenta
register-head = Cree su cuenta
register-lead = Para mostrarle su factura solo a usted, le preguntamos lo que aparece en ella.
register-bill = Su factura
register-you = Para iniciar sesión
register-button = Crear cuenta
register-have = ¿Ya tiene una cuenta?

check-title = Por favor, mire su correo
check-register = Si lo que escribió coincide con una factura, le enviamos un correo. Abra el enlace para continuar.
check-forgot = Si hay una cuenta con esta dirección, le enviamos un correo. Abra el enlace para elegir una contraseña nueva.
check-wait = Puede tardar unos minutos. Si no llega nada, mire en la carpeta de correo no deseado.

forgot-title = Elegir una contraseña nueva
forgot-lead = Díganos su correo. Le enviamos un enlace para elegir una contraseña nueva.
forgot-button = Enviarme el enlace

invitation-title = Le damos la bienvenida. Elija una contraseña
invitation-lead = Su consultorio le invita a ver y pagar sus facturas en línea.
invitation-button = Abrir mi cuenta
confirm-title = Confirme su correo
confirm-lead = Un último paso: presione el botón y su cuenta está lista.
confirm-button = Confirmar mi correo
reset-title = Elija su contraseña nueva
reset-lead = Después inicia sesión con la contraseña nueva en todas partes.
reset-button = Guardar la contraseña nueva

bad-title = Este enlace ya no funciona
bad-invitation = Ya se usó o es demasiado viejo. Puede crear su cuenta con su factura de papel o pedirle a su consultorio una invitación nueva.
bad-confirm = Ya se usó o es demasiado viejo. Si ya confirmó su correo, solo inicie sesión.
bad-reset = Ya se usó o es demasiado viejo. Puede pedir uno nuevo.
bad-reset-button = Enviarme un enlace nuevo

settings-title = Ajustes
settings-email = Inicia sesión con { $email }.
settings-language = Idioma
settings-language-what = Para estas páginas y nuestros correos
settings-language-button = Guardar idioma
settings-language-saved = Su idioma está guardado.
settings-password = Contraseña
settings-password-button = Cambiar contraseña
settings-password-saved = Su contraseña cambió.
settings-everywhere = Cerrar sesión en todas partes
settings-everywhere-what = Si perdió un teléfono o usó una computadora que no es suya: esto cierra todas las sesiones, también esta.
settings-everywhere-button = Cerrar todas las sesiones
bad-sharing = Esta invitación ya se usó, se retiró o es muy antigua. Quien la envió puede enviar otra.
invitation-known = Usted ya tiene acceso aquí. Escriba esa contraseña y estas facturas se agregan a él.
