#!/bin/sh
# openbalance in twenty lines: sh api-client.sh https://bills.example.com obk_… https://you.example/hook
set -eu
api=$1/api/v1 key=$2 hook=$3
ask() { method=$1 path=$2; shift 2
  curl -sSf -X "$method" "$api$path" -H "Authorization: Bearer $key" \
    -H "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" "$@"; echo; }
json() { ask POST "$1" -H 'Content-Type: application/json' -d "$2"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
json /webhooks "{\"url\":\"$hook\",\"events\":[\"link.paid\",\"payment.succeeded\"]}" | field secret
json /patients '{"rows":[{"patient_number":"P900","first_name":"Wren","last_name":"Abernethy",
  "birth_date":"1980-02-03","email":"wren@example.com","zip":"45401"}]}'
json /charges '{"rows":[{"visit_number":"V900","patient_number":"P900","service_date":"2026-10-01",
  "line":"1","code":"99213","description":"Office visit","amount":"120.00"}]}'
json /balances/search '{"account_number":"P900"}'
link=$(json /links '{"account_number":"P900","campaign":"Client"}'); echo "$link" | field url
ask GET "/links/$(echo "$link" | field id)"
ask GET '/payments?limit=10'
printf 'visit_number,line,code,description,amount\nV900,2,81002,Urine test,30.00\n' |
  ask POST /files -H 'Content-Type: text/csv' -H 'File-Name: extra.csv' --data-binary @-
