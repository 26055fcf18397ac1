### Preparar un plan de pagos.

schedule-number = Número
schedule-day = Vence
schedule-amount = Pago
schedule-left = Queda
