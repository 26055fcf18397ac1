household-title = Hogar
household-invited = La invitación está en camino. Vale por dos semanas.
household-cancelled = La invitación se retiró. Su enlace ya no funciona.
household-ended = Listo. Ya no ve estas facturas.

household-places = Facturas que puede ver
household-places-total = { $amount } por pagar entre todas.
household-here = Está aquí
household-look = Ver estas

sees-own = Suyas
sees-care = Con la atención recibida
sees-amounts = Solo los montos
sees-until = { $what }, hasta el { $date }

household-people = Para quién son estas facturas
household-grown = Quien ya es mayor de edad decide por su cuenta quién ve qué atención recibió. Usted sigue viendo lo que hay que pagar. Si quiere que usted vea más, puede decírselo al consultorio.
person-guarantor = Responde por estas facturas
person-always = Usted ve su atención y lo que cuesta
person-consent = Aceptó que usted vea su atención
person-consent-until = Aceptó que usted vea su atención hasta el { $date }
person-amounts = Usted ve lo que hay que pagar

share-title = Quién más ve estas facturas
share-what = Puede dejar que alguien le ayude: su pareja, un hijo mayor, un amigo. Entra con su propio acceso, puede pagar, y usted puede terminarlo cuando quiera.
share-ask = Pedir ayuda a alguien
share-email = Su correo electrónico
share-email-hint = Le enviamos un enlace. El correo no dice de quién son las facturas ni cuánto es.
share-scope = Qué ve
share-amounts = Solo los montos, y puede pagar
share-care = También qué atención fue
share-ends = Hasta cuándo
share-ends-hint = Puede dejarlo vacío. Termina cuando usted lo termine.
share-button = Enviar la invitación
share-asked = Invitado
share-cancel = Retirar
share-end = Terminar

shared-title = Ayudar con las facturas de alguien
shared-lead = { $name } le pide ayuda con facturas de { $practice }.
shared-sees = Lo que verá: { $what }. Puede pagar, y nunca está obligado.
shared-name = Su nombre
shared-password = La contraseña con la que ya entra aquí
shared-button = Aceptar y ver las facturas
shared-ignore = Si no sabe quién es, cierre esta página. No pasa nada.

withheld-title = Atención que no se muestra
withheld-payer = la aseguradora
withheld-patient = alguien en esta cuenta
withheld-why-grown = La persona atendida ya es mayor de edad, así que qué atención recibió le toca a ella compartirlo. Usted ve lo que hay que pagar. Ella puede decirle al consultorio que usted vea más.
withheld-why-helping = Le pidieron ayuda con los montos. Qué atención fue no se le muestra.
withheld-pay = Pagar { $amount }

whose-label = De quién son estas facturas
whose-other = Está viendo las facturas de { $name }.
whose-own = Está viendo sus propias facturas.
whose-change = Otras facturas
whose-about = Qué puede ver
