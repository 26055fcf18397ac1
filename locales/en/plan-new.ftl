### Setting up a payment plan.

schedule-number = Number
schedule-day = Due
schedule-amount = Payment
schedule-left = Left after
