### Qué está mal y qué hacer.

error-summary = Por favor, mire esto de nuevo
error-prefix = Atención:

error-sign-in = El correo o la contraseña no es correcto. Por favor, intente de nuevo.
error-email-missing = Por favor, escriba su correo electrónico.
error-email-form = Por favor, escriba un correo como nombre@ejemplo.com.
error-password-missing = Por favor, escriba su contraseña.
error-password-short = Por favor, elija una contraseña de 12 caracteres o más.
error-password-long = Por favor, elija una contraseña de 200 caracteres como máximo.
error-password-common = Muchas personas usan esta contraseña. Por favor, elija otra.
error-current-password = Esta no es su contraseña actual. Por favor, intente de nuevo.
error-practice = Por favor, elija su consultorio.
error-account-missing = Por favor, escriba el número de cuenta de su factura.
error-birth-date = Por favor, escriba una fecha de nacimiento como 7 19 1984.
error-zip = Por favor, escriba los cinco números de su código postal.
error-no-match = Esto no coincide con una factura. Por favor, compárelo con su factura de papel.
error-too-many = Demasiados intentos. Por favor, espere unos minutos.
error-language = Por favor, elija un idioma.
error-expired = Esta página estuvo abierta demasiado tiempo. Por favor, envíela de nuevo.
error-changed = Lo que debe cambió mientras tanto. Por favor, mírelo de nuevo.
error-choice = Por favor, elija cuánto pagar.
error-no-visit = Por favor, elija una visita para pagar.
error-nothing-due = Ya no debe nada.
error-below-gateway = Las tarjetas no aceptan menos de $0.50.
error-amount-missing = Por favor, escriba cuánto quiere pagar.
error-amount-form = Por favor, escriba una cantidad como 25 o 25.50.
error-amount-least = Por favor, escriba al menos { $least }.
error-amount-most = Por favor, escriba como máximo { $most }, que es todo lo que debe.
error-gateway = No se pudo abrir la página de pago. No se cobró nada. Por favor, intente de nuevo en un minuto.
error-file-missing = Por favor, elija un archivo.
error-file-large = Este archivo es demasiado grande.
error-file-unknown = Esto no es una exportación del consultorio ni un 835.

oops-not-found = No encontramos esta página
oops-not-found-what = Tal vez la dirección no está completa o la página es de otra persona.
oops-forbidden = Esto no se envió
oops-forbidden-what = Por su seguridad, solo aceptamos lo que envía desde nuestras páginas. Por favor, vuelva y envíelo de nuevo.
oops-too-many = Por favor, espere un momento
oops-too-many-what = Hubo demasiados intentos en poco tiempo. Por favor, intente de nuevo en unos minutos.
oops-gone = Esta página ya no está
oops-gone-what = Lo que estaba aquí ya no hace falta.
oops-broken = Algo falló de nuestro lado
oops-broken-what = No es culpa suya. Por favor, intente de nuevo en un minuto. Si estaba pagando, mire primero “Mis pagos”.
oops-reference = Si nos llama, diga este número:
